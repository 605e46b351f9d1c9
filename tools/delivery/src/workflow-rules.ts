import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly uses?: string;
  readonly secrets?: unknown;
  readonly environment?: unknown;
  readonly permissions?: Permissions;
  readonly 'timeout-minutes'?: number;
  readonly steps?: readonly Step[];
}
type Permissions = string | Readonly<Record<string, string>>;
interface Workflow {
  readonly on?: unknown;
  readonly permissions?: Permissions;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly jobs?: Readonly<Record<string, Job>>;
  readonly runs?: { readonly steps?: readonly Step[] };
}

/** Longer than this is a program, and a program has tests. */
const MAX_RUN_LINES = 10;

/** What a job may write, and why. */
const MAY_WRITE: Readonly<Record<string, string>> = {
  'id-token': 'the job takes a role of AWS',
  'pull-requests': 'the job comments',
};

const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
const SECRET = /\bsecrets\s*(?:\.\s*(\w+)|\[)/g;

function stepBreaches({ uses, run, with: inputs = {} }: Step): readonly string[] {
  const breaches: string[] = [];
  if (uses !== undefined && !uses.startsWith('./') && !PINNED.test(uses)) {
    breaches.push(`${uses} is not pinned: write the 40 digits of the commit, and its version behind them.`);
  }
  if (uses?.startsWith('actions/checkout@') && inputs['persist-credentials'] !== false) {
    breaches.push(`${uses} leaves its token in .git: set persist-credentials to false.`);
  }
  if (Object.keys(inputs).some((name) => /^aws-(access-key-id|secret-access-key)$/.test(name))) {
    breaches.push(`${uses} takes a key that lasts: assume a role instead.`);
  }
  if (run !== undefined) {
    const lines = run.trimEnd().split('\n').length;
    if (lines > MAX_RUN_LINES) breaches.push(`a step has ${lines} lines: make it a script with tests.`);
    if (run.includes('${{')) breaches.push(`"${run.trim()}" puts an expression into a shell: pass it by env.`);
  }
  return breaches;
}

function permissionBreaches(job: Job, name: string): readonly string[] {
  const { permissions = {}, steps = [] } = job;
  if (typeof permissions === 'string') return [`${name} has permissions "${permissions}": name them.`];
  const written = Object.keys(permissions).filter((scope) => permissions[scope] === 'write');
  const takesRole =
    job.uses?.startsWith('./') === true ||
    (job.environment !== undefined &&
      steps.some(({ uses }) => uses?.startsWith('aws-actions/configure-aws-credentials@')));
  return [
    ...written
      .filter((scope) => !(scope in MAY_WRITE))
      .map((scope) => `${name} may write ${scope}: nothing here needs it.`),
    ...(written.includes('id-token') && !takesRole
      ? [`${name} has id-token and takes no role in an environment: take the permission away.`]
      : []),
    ...(written.includes('pull-requests') && steps.some(({ uses }) => uses !== undefined)
      ? [`${name} writes to pull requests and runs actions: comment in a job that runs nothing else.`]
      : []),
  ];
}

function jobBreaches(job: Job, name: string): readonly string[] {
  const { steps = [] } = job;
  return [
    ...steps.flatMap(stepBreaches),
    ...permissionBreaches(job, name),
    ...(job.uses === undefined || job.uses.startsWith('./')
      ? []
      : [`${name} calls ${job.uses}: call workflows of this repository.`]),
    ...(job.secrets === undefined ? [] : [`${name} hands on secrets: there are none.`]),
    ...(job.uses === undefined && job['timeout-minutes'] === undefined ? [`${name} has no timeout-minutes.`] : []),
  ];
}

/**
 * Breaches of the rules for workflows and composite actions, a sentence each: pinned actions, least permissions, no
 * trigger that gives a stranger's code rights, no key that lasts, nothing long or expanded in a shell.
 */
export function workflowBreaches(text: string): readonly string[] {
  const workflow = parse(text) as Workflow;
  const secrets = [...text.matchAll(SECRET)].filter(([, name]) => name !== 'GITHUB_TOKEN').map(([found]) => found);
  const unversioned = [...text.matchAll(/uses: \S+@[0-9a-f]{40}(?! # v\d)/g)].map(([found]) => found);
  const common = [
    ...secrets.map((found) => `"${found}" is used: only secrets.GITHUB_TOKEN may be.`),
    ...unversioned.map((found) => `"${found}" doesn't say its version: write # v1.2.3 behind it.`),
  ];
  if (workflow.runs) return [...common, ...(workflow.runs.steps ?? []).flatMap(stepBreaches)];
  const { permissions } = workflow;
  const least =
    typeof permissions === 'object' && Object.entries(permissions).every((one) => one.join() === 'contents,read');
  return [
    ...common,
    ...(/pull_request_target|workflow_run/.test(JSON.stringify(workflow.on))
      ? ['pull_request_target and workflow_run give a stranger’s code rights: use pull_request.']
      : []),
    ...(least ? [] : ['the workflow’s permissions are not {} or { contents: read }: jobs get what they need.']),
    // Unnamed, GitHub's bash takes a pipe for good whose first command failed.
    ...(workflow.defaults?.run?.shell === 'bash' ? [] : ['the shell is not named: set defaults.run.shell to bash.']),
    ...Object.entries(workflow.jobs ?? {}).flatMap(([name, job]) => jobBreaches(job, name)),
  ];
}
