/** What was refused or went wrong, in the daemon's words. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly hint = "",
    /** HTTP status; 0: nobody answered. */
    readonly status = 0,
  ) {
    super(message);
  }

  get signedOut(): boolean {
    return this.status === 401;
  }

  get unreachable(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 504;
  }
}

interface ErrorBody {
  error?: { message?: string; hint?: string };
}

/** Of an answer whose status is no success. */
export function failureOf(status: number, body: unknown): Failure {
  const error = (body as ErrorBody | null)?.error;
  return new Failure(error?.message ?? `the daemon answered ${status}`, error?.hint ?? "", status);
}

export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure("the daemon does not answer", error instanceof Error ? error.message : "");
}
