import { type sendUnaryData, type ServerUnaryCall, status, type UntypedServiceImplementation } from '@grpc/grpc-js';
import {
  type CreateReq,
  CreateResp,
  type DeleteReq,
  DeleteResp,
  type GetInfoReq,
  GetInfoResp,
  type ListReq,
  ListResp,
  ReadReq,
  type ReplayParkedReq,
  ReplayParkedResp,
  type UpdateReq,
  UpdateResp,
} from '@eventstore/db-client/generated/persistent_pb';
import { filterOf } from '../filter.js';
import { type CallFailure, failure } from '../messages.js';
import type { StoredLog } from '../stored-log.js';
import type { ConsumerCall } from './consumer.js';
import type { Group, Refusal } from './group.js';
import type { Groups } from './groups.js';
import { infoOf } from './info.js';
import { joined } from './messages.js';
import { settingsOf } from './settings.js';

/** A request to any of the calls that name a group. */
interface Named {
  getOptions(): { getGroupName(): string; hasAll(): boolean } | undefined;
}

/**
 * The calls of persistent subscriptions; those to a single stream are not among what Cairn asks for.
 * @param refusal where this server does not serve them: they live on the leader
 */
export const groupsService = (
  groups: Groups,
  log: StoredLog,
  refusal: () => CallFailure | undefined,
): UntypedServiceImplementation => {
  const answering = answeringUnless(refusal);
  return {
    create: answering((request: CreateReq) => create(groups, log, request), CreateResp),
    update: answering((request: UpdateReq) => {
      const settings = request.getOptions()?.getSettings();
      if (settings) groups.get(nameIn(request)).update(settingsOf(settings));
    }, UpdateResp),
    delete: answering((request: DeleteReq) => groups.delete(nameIn(request)), DeleteResp),
    replayParked: answering((request: ReplayParkedReq) => groups.get(nameIn(request)).replayParked(), ReplayParkedResp),
    getInfo: answering((request: GetInfoReq, answer: GetInfoResp) => {
      answer.setSubscriptionInfo(infoOf(groups.get(nameIn(request)).facts));
    }, GetInfoResp),
    list: answering((_: ListReq, answer: ListResp) => {
      answer.setSubscriptionsList(groups.list.map(({ facts }) => infoOf(facts)));
    }, ListResp),
    read: (call: ConsumerCall) => {
      const refused = refusal();
      if (refused) call.emit('error', refused);
      else consume(groups, call);
    },
  };
};

const answeringUnless =
  (refusal: () => CallFailure | undefined) =>
  <Request, Answer>(act: (request: Request, answer: Answer) => void, Response: new () => Answer) =>
  (call: ServerUnaryCall<Request, Answer>, respond: sendUnaryData<Answer>): void => {
    const answer = new Response();
    const refused = refusal();
    if (refused) return respond(refused);
    try {
      act(call.request, answer);
    } catch (error) {
      return respond(error as CallFailure);
    }
    respond(null, answer);
  };

const nameIn = (request: Named): string => {
  const options = request.getOptions();
  if (options?.hasAll() !== true) throw failure(status.UNIMPLEMENTED, 'only groups of everything');
  return options.getGroupName();
};

const create = (groups: Groups, log: StoredLog, request: CreateReq): void => {
  const name = nameIn(request);
  const [all, settings] = [request.getOptions()?.getAll(), request.getOptions()?.getSettings()];
  if (!all || !settings) throw failure(status.INVALID_ARGUMENT, 'no options');
  const start = all.hasEnd()
    ? log.all.length
    : log.indexAfter(BigInt(all.getPosition()?.getCommitPosition() ?? '1') - 1n);
  groups.create({ name, start, matches: filterOf(all.getFilter()) }, settingsOf(settings));
};

const consume = (groups: Groups, call: ConsumerCall): void => {
  let place: ReturnType<Groups['join']> | undefined;
  call.on('data', (request: ReadReq) => {
    if (place) return answer(place.group, request);
    try {
      place = groups.join(nameIn(request), call, request.getOptions()?.getBufferSize() ?? 0);
    } catch (error) {
      return void call.emit('error', error as CallFailure);
    }
    call.write(joined(nameIn(request)));
    place.group.join(place.consumer);
  });
  const leave = (): void => place?.group.leave(place.consumer);
  call.on('cancelled', leave).on('close', leave);
  call.on('end', () => {
    leave();
    call.end();
  });
};

const REFUSALS: Readonly<Partial<Record<ReadReq.Nack.Action, Refusal>>> = {
  [ReadReq.Nack.Action.PARK]: 'park',
  [ReadReq.Nack.Action.RETRY]: 'retry',
  [ReadReq.Nack.Action.SKIP]: 'skip',
  [ReadReq.Nack.Action.STOP]: 'stop',
};

const answer = (group: Group, request: ReadReq): void => {
  const [ack, nack] = [request.getAck(), request.getNack()];
  if (ack) group.acknowledge(ack.getIdsList().map((id) => id.getString()));
  if (nack) {
    const ids = nack.getIdsList().map((id) => id.getString());
    group.refuse(ids, REFUSALS[nack.getAction()] ?? 'retry', nack.getReason());
  }
};
