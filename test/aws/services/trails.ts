import type {
  DescribeTrailsRequest,
  DescribeTrailsResponse,
  GetEventSelectorsRequest,
  GetEventSelectorsResponse,
  GetTrailRequest,
  GetTrailResponse,
  GetTrailStatusRequest,
  GetTrailStatusResponse,
  ListPublicKeysRequest,
  ListPublicKeysResponse,
  ListTagsRequest,
  ListTagsResponse,
  Trail,
} from '@aws-sdk/client-cloudtrail';
import type { Call, Handlers } from '../call';
import { Refusal } from '../protocol/protocols';
import type { TrailWorld } from '../world/trail';

export const trails: Handlers = {
  DescribeTrails: (input: DescribeTrailsRequest, call): DescribeTrailsResponse => {
    const all = seen(call).filter(({ trail }) => input.includeShadowTrails !== false || isHome(trail, call));
    const named = input.trailNameList ?? [];
    return {
      trailList: all.filter(({ trail }) => named.length === 0 || named.some((name) => isNamed(trail, name))).map(({ trail }) => trail),
    };
  },
  GetTrail: ({ Name }: GetTrailRequest, call): GetTrailResponse => ({ Trail: trailOf(Name, call).trail }),
  GetTrailStatus: ({ Name }: GetTrailStatusRequest, call): GetTrailStatusResponse => trailOf(Name, call).status,
  GetEventSelectors: ({ TrailName }: GetEventSelectorsRequest, call): GetEventSelectorsResponse => {
    const { trail, selectors } = trailOf(TrailName, call);
    return { TrailARN: trail.TrailARN, EventSelectors: [...selectors] };
  },
  ListTags: ({ ResourceIdList = [] }: ListTagsRequest, call): ListTagsResponse => ({
    ResourceTagList: ResourceIdList.map((id) => ({ ResourceId: id, TagsList: [...trailOf(id, call).tags] })),
  }),
  ListPublicKeys: ({ StartTime, EndTime }: ListPublicKeysRequest, { world }): ListPublicKeysResponse => ({
    PublicKeyList: world.publicKeys.filter(
      ({ ValidityStartTime, ValidityEndTime }) =>
        (EndTime === undefined || ValidityStartTime === undefined || ValidityStartTime <= EndTime) &&
        (StartTime === undefined || ValidityEndTime === undefined || ValidityEndTime >= StartTime),
    ),
  }),
};

/** Those of the account, and those of its organisation; in every region where they record. */
function seen({ account, region, world }: Call): TrailWorld[] {
  return world.trails.filter(
    ({ trail, account: owner }) =>
      (owner === account.id || trail.IsOrganizationTrail === true) && (trail.IsMultiRegionTrail === true || trail.HomeRegion === region),
  );
}

function isHome({ HomeRegion, TrailARN }: Trail, { account, region }: Call): boolean {
  return HomeRegion === region && TrailARN?.split(':')[4] === account.id;
}

function isNamed({ Name, TrailARN }: Trail, name: string): boolean {
  return name === Name || name === TrailARN;
}

/** By its ARN anywhere, by its name at home alone. */
function trailOf(name: string | undefined, call: Call): TrailWorld {
  const found = seen(call).find(({ trail }) => name === trail.TrailARN || (name === trail.Name && isHome(trail, call)));
  if (found === undefined) throw new Refusal('TrailNotFoundException', `Unknown trail: ${name ?? ''} for the user: ${call.account.id}`);
  return found;
}
