import { AnnouncementWatch } from './watch-announcements';
import { checkWatching } from './check-watching';
import type { Ended } from './ended';

interface Mapping {
  isClosed: boolean;
  stateShown: string;
  tags: Map<string, string>;
  bound: number;
  misdeeds: Set<string>;
}

const CLOSED: Mapping = { isClosed: true, stateShown: 'Enabled', tags: new Map(), bound: 4, misdeeds: new Set() };

/** The end of a run whose two sentinels left these mappings. */
const ended = (
  mapping: Partial<Mapping> = {},
  problems: readonly string[] = [],
  announcements = new AnnouncementWatch(),
) =>
  ({
    watching: {
      announcements,
      sentinels: [
        { region: 'here', mapping: { ...CLOSED, ...mapping }, watch: { problems } },
        { region: 'there', mapping: CLOSED, watch: { problems: [] } },
      ],
    },
  }) as unknown as Ended;

it('holds where both breakers are closed and everybody was told', () => {
  expect(checkWatching(ended())).toEqual([]);
});

it('says in which region a breaker is left open, and how', () => {
  const open = { isClosed: false, stateShown: 'Disabled', bound: 2 };
  expect(checkWatching(ended(open))).toEqual(['the breaker of here is not closed: Disabled, 2 invocations at once']);
});

it('says what was done to a mapping and must not be, what a sentinel’s watch has seen, and what nobody was told', () => {
  const announcements = new AnnouncementWatch();
  announcements.changed('there: here is lost', 5_000);
  expect(
    checkWatching(
      ended(
        { misdeeds: new Set(['enabled what an operator had disabled']) },
        ['the sentinel of here dozed'],
        announcements,
      ),
    ),
  ).toEqual([
    'the sentinel of here enabled what an operator had disabled',
    'the sentinel of here dozed',
    'nobody was told "there: here is lost", which it was at 5.0 s',
  ]);
});
