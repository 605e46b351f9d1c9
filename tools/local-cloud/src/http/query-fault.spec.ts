import { queryFault } from './query-fault';
import { ServiceFault } from './service';

it('says whose fault it is by its status, in the namespace of its service', () => {
  const told = (status: number) =>
    queryFault(new ServiceFault('Throttled', status, 'too <much>'), 'Throttling', 'request-1', 'http://of.it/');
  expect(told(400)).toEqual({
    status: 400,
    headers: { 'content-type': 'text/xml' },
    body:
      '<?xml version="1.0" encoding="UTF-8"?>\n<ErrorResponse xmlns="http://of.it/"><Error><Type>Sender</Type>' +
      '<Code>Throttling</Code><Message>too &lt;much&gt;</Message></Error><RequestId>request-1</RequestId></ErrorResponse>',
  });
  expect(told(500).body).toContain('<Type>Receiver</Type>');
});
