// Why a newer version is not taken.
import type { UpdateFault } from '../../../../src-shared/contract.ts';

export class UpdateRefusal extends Error {
  override readonly name = 'UpdateRefusal';
  readonly fault: UpdateFault;

  constructor(fault: UpdateFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}

/** Of anything that electron-updater, the network or the disk throws. */
export function faultOf(error: unknown): UpdateFault {
  if (error instanceof UpdateRefusal) return error.fault;
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown }; // of whatever was thrown
  const said = `${String(code)} ${String(message)}`;
  if (/CHECKSUM|INVALID_SIGNATURE|code signature|not signed/i.test(said)) return 'damaged';
  if (/net::ERR|\bE(NOTFOUND|CONN\w+|TIMEDOUT|HOSTUNREACH|NETUNREACH|AI_AGAIN)\b|HTTP_ERROR|status code|timed out/i.test(said)) return 'unreachable';
  return 'failed';
}
