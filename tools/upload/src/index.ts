export { GatewayClient, type GatewayClientOptions, GatewayRefused } from './gateway-client';
export { uploadFile, type Uploaded } from './upload-file';
export { waitForFile } from './wait-for-file';
