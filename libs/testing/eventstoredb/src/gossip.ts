import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';

const { VNodeState } = MemberInfo;

/** What the members of a cluster tell of each other. @param members the leader first */
export const clusterInfo = (members: readonly { readonly port: number; readonly isAlive: boolean }[]): ClusterInfo => {
  const info = new ClusterInfo();
  info.setMembersList(
    members.map(({ port, isAlive }, index) => {
      const endPoint = new EndPoint();
      endPoint.setAddress('127.0.0.1');
      endPoint.setPort(port);
      const member = new MemberInfo();
      member.setState(index === 0 ? VNodeState.LEADER : VNodeState.FOLLOWER);
      member.setIsAlive(isAlive);
      member.setTimeStamp('0');
      member.setHttpEndPoint(endPoint);
      return member;
    }),
  );
  return info;
};
