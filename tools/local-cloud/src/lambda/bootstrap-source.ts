/**
 * The runtime inside an execution environment: plain CommonJS that any Node.js runs, written to the data directory at
 * boot. It is text and not a module because the local cloud itself is one bundled file, and a child needs a file.
 *
 * It speaks the Lambda Runtime API, and dies with the region's process: descriptor 3 is a pipe that nobody writes to and
 * that closes when that process ends, however it ends.
 */
export const BOOTSTRAP_SOURCE = String.raw`'use strict';
const http = require('node:http');
const net = require('node:net');
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const region = new net.Socket({ fd: 3, readable: true, writable: false });
region.on('error', () => process.exit(0));
region.on('close', () => process.exit(0));
region.resume();
region.unref();

// Ctrl-C at a terminal reaches every process below it: when this one ends is the region's to say.
process.on('SIGINT', () => undefined);

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function call(method, path, body, headers) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host, port, method, path: '/2018-06-01/runtime' + path, agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

function describe(error) {
  const known = error instanceof Error;
  return JSON.stringify({
    errorType: known ? error.name : typeof error,
    errorMessage: known ? error.message : String(error),
    trace: known && error.stack ? error.stack.split('\n') : [],
  });
}

let requestId;
const report = (error) =>
  call('POST', requestId === undefined ? '/init/error' : '/invocation/' + requestId + '/error', describe(error));

async function die(type, error) {
  const fatal = error instanceof Error ? error : new Error(String(error));
  fatal.name = type;
  console.error(fatal.stack);
  await report(fatal);
  process.exit(129);
}
process.on('uncaughtException', (error) => void die(error instanceof Error ? error.name : 'Error', error));
process.on('unhandledRejection', (error) => void die('Runtime.UnhandledPromiseRejection', error));

async function loadHandler() {
  const dot = process.env._HANDLER.lastIndexOf('.');
  const path = join(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER.slice(0, dot));
  const name = process.env._HANDLER.slice(dot + 1);
  const file = ['.js', '.mjs', '.cjs'].map((suffix) => path + suffix).find((candidate) => existsSync(candidate));
  if (!file) {
    throw Object.assign(new Error("Cannot find module '" + path + "'"), { name: 'Runtime.ImportModuleError' });
  }
  const module = await import(pathToFileURL(file).href);
  const handler = module[name] ?? module.default?.[name];
  if (typeof handler !== 'function') {
    throw Object.assign(new Error(process.env._HANDLER + ' is undefined or not exported'), {
      name: 'Runtime.HandlerNotFound',
    });
  }
  return handler;
}

const run = (handler, event, context) =>
  new Promise((resolve, reject) => {
    const result = handler(event, context, (error, value) => (error ? reject(error) : resolve(value)));
    if (result && typeof result.then === 'function') result.then(resolve, reject);
    else if (handler.length < 3) resolve(result);
  });

async function main() {
  const handler = await loadHandler().catch(async (error) => {
    console.error(error);
    await report(error);
    process.exit(1);
  });
  for (;;) {
    requestId = undefined;
    const next = await call('GET', '/invocation/next');
    requestId = next.headers['lambda-runtime-aws-request-id'];
    const deadline = Number(next.headers['lambda-runtime-deadline-ms']);
    process.env._X_AMZN_TRACE_ID = next.headers['lambda-runtime-trace-id'];
    const context = {
      callbackWaitsForEmptyEventLoop: true,
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
      invokedFunctionArn: next.headers['lambda-runtime-invoked-function-arn'],
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      awsRequestId: requestId,
      logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    };
    let answer;
    try {
      const result = await run(handler, JSON.parse(next.body), context);
      answer = JSON.stringify(result === undefined ? null : result);
    } catch (error) {
      console.error(error);
      await report(error);
      continue;
    }
    await call('POST', '/invocation/' + requestId + '/response', answer);
  }
}

void main();
`;
