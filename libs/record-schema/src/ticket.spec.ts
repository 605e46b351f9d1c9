import { newTicket, ticketKey, withdrawnTicket } from './ticket';

const ISSUED_AT = Date.parse('2026-03-01T10:00:00.123Z');
const object = { bucket: 'files', key: 'incoming/weather/01J/a.csv', size: 12, sha256: 'ab'.repeat(32) };
const draft = { uploadId: '01J', issuedAt: ISSUED_AT, dataset: 'weather', object, region: 'us-east-1', shardCount: 16 };

describe('a ticket', () => {
  it('has the key that its upload id and instant give', () => {
    const { recordId, timestamp } = newTicket(draft);
    expect({ recordId, timestamp }).toEqual(ticketKey('01J', ISSUED_AT));
    expect(timestamp).toBe('2026-03-01T10:00:00.123Z');
  });

  it('is found by its status, and expires', () => {
    const ticket = newTicket(draft);
    expect(ticket.statusShard).toMatch(/^ISSUED#\d+$/);
    expect(ticket.expiresAt).toBeGreaterThan(ISSUED_AT / 1_000 + 365 * 86_400);
  });

  it('that is withdrawn is the same item under another status, which sorts behind the first one', () => {
    const ticket = newTicket(draft);
    const withdrawn = withdrawnTicket(ticket, ISSUED_AT + 9, 16);
    expect(withdrawn).toEqual({
      ...ticket,
      processingStatus: 'WITHDRAWN',
      statusShard: expect.stringMatching(/^WITHDRAWN#\d+$/),
      processedAt: ISSUED_AT + 9,
    });
    expect([withdrawn, ticket].map(({ processingStatus }) => processingStatus).sort()).toEqual(['ISSUED', 'WITHDRAWN']);
  });

  it('says how its parts are cut only where it has any', () => {
    expect(newTicket(draft)).not.toHaveProperty('multipart');
    const multipart = { uploadId: 'of S3', partBytes: 8 };
    expect(newTicket({ ...draft, multipart }).multipart).toEqual(multipart);
  });
});
