import * as t from 'io-ts';
import { decimal, integer, nullable, optional, text, usDate, usDateToUtc } from '../codecs';
import { defineDataset } from '../dataset';

const amount = optional(nullable(integer({ min: 0 })));
const words = optional(nullable(text({ max: 200 })));

/**
 * Dirty types: a few titles are numbers, one is null, and most other members may be null. Real, by way of vega-datasets.
 * A film is named by its title and dated by its release.
 */
export const movies = defineDataset({
  name: 'movies',
  description: 'Films with their release, gross and ratings.',
  schemaVersion: 1,
  suffixes: ['.json', '.json.gz'],
  record: t.type({
    Title: text({ max: 500 }),
    'Release Date': usDate,
    'US Gross': amount,
    'Worldwide Gross': amount,
    'US DVD Sales': amount,
    'Production Budget': amount,
    'MPAA Rating': words,
    'Running Time min': amount,
    Distributor: words,
    Source: words,
    'Major Genre': words,
    'Creative Type': words,
    Director: words,
    'Rotten Tomatoes Rating': optional(nullable(decimal({ min: 0, max: 100 }))),
    'IMDB Rating': optional(nullable(decimal({ min: 0, max: 10 }))),
    'IMDB Votes': amount,
  }),
  key: ({ Title }) => Title,
  time: (film) => usDateToUtc(film['Release Date']),
  transform: (film) => ({
    title: film.Title,
    releaseDate: usDateToUtc(film['Release Date']).slice(0, 10),
    grossUsDollars: film['US Gross'],
    grossWorldDollars: film['Worldwide Gross'],
    dvdSalesUsDollars: film['US DVD Sales'],
    budgetDollars: film['Production Budget'],
    rating: film['MPAA Rating'],
    runningTimeMinutes: film['Running Time min'],
    distributor: film.Distributor,
    source: film.Source,
    genre: film['Major Genre'],
    creativeType: film['Creative Type'],
    director: film.Director,
    rottenTomatoesPercent: film['Rotten Tomatoes Rating'],
    imdbRating: film['IMDB Rating'],
    imdbVotes: film['IMDB Votes'],
  }),
  sample: { file: 'movies.json', from: { package: 'vega-datasets', path: 'data/movies.json' }, byDefault: true },
});
