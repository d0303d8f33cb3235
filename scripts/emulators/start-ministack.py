"""Starts MiniStack, with three things more as AWS has them.

1.  PutEvents takes events of AWS's own services. Those put their events on the default bus themselves, and PutEvents
    refuses a source that begins with "aws." to everybody else. So does MiniStack, but it emits no events of ECS, ECR or
    CloudWatch of its own, and the suite has to speak for these services.
2.  IAM judges a call by the resource type that AWS's service authorization reference gives for it: RunTask by the
    task definition, DescribeServices by the service, ListTagsForResource by the resource. MiniStack takes the cluster
    where a call of ECS names one, and "*" where a call of ECR names no repository. Nor has it the key ecs:cluster,
    which roles have conditions on.
3.  What MiniStack does not know of is told as empty: there are no managed daemons, no pull through cache rules, and no
    policy of the registry. Deckhand takes a refusal for an unknown, and deletes no image then.

Rules, patterns, targets, roles and the verdict on them are MiniStack's.
"""

import json

from ministack import app
from ministack.core import iam_actions
from ministack.core.responses import error_response_json, get_account_id, get_region, json_response
from ministack.services import ecr, ecs, eventbridge

assert eventbridge._put_events.__defaults__ == (False,), "MiniStack has changed: see _put_events"
eventbridge._put_events.__defaults__ = (True,)

# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
ECS_RESOURCES = {
    "RunTask": ("task-definition", lambda call: call["taskDefinition"]),
    "RegisterTaskDefinition": ("task-definition", lambda call: call["family"] + ":*"),
    "DescribeServices": ("service", lambda call: call["services"][0]),
    "UpdateService": ("service", lambda call: call["service"]),
    "ListServiceDeployments": ("service", lambda call: call["service"]),
    "StopServiceDeployment": ("service-deployment", lambda call: call["serviceDeploymentArn"]),
    "DescribeServiceDeployments": ("service-deployment", lambda call: call["serviceDeploymentArns"][0]),
    "DescribeServiceRevisions": ("service-revision", lambda call: call["serviceRevisionArns"][0]),
    "TagResource": ("", lambda call: call["resourceArn"]),
}
ECR_BY_ARN = {"ListTagsForResource", "TagResource", "UntagResource"}

resource_of_any_call = iam_actions.extract_resource_arn


def resource_of_call(service, method, path, headers, body, query_params, region, account_id):
    action = headers.get("x-amz-target", "").split(".")[-1]
    if service == "ecr" and action in ECR_BY_ARN:
        return json.loads(body)["resourceArn"]
    if service != "ecs" or action not in ECS_RESOURCES:
        return resource_of_any_call(
            service, method, path, headers, body, query_params, region, account_id
        )
    kind, name_in = ECS_RESOURCES[action]
    call = json.loads(body)
    name = name_in(call)
    if name.startswith("arn:"):
        return name
    cluster = call.get("cluster", "default").split("/")[-1]
    path_of_service = f"{cluster}/{name}" if kind == "service" else name
    return f"arn:aws:ecs:{region}:{account_id}:{kind}/{path_of_service}"


iam_actions.extract_resource_arn = resource_of_call

tags_in_call = iam_actions.request_tag_context


def context_of_call(service, iam_action, body, params):
    """The condition keys of a call: MiniStack's own, and ecs:cluster."""
    context = tags_in_call(service, iam_action, body, params)
    cluster = json.loads(body).get("cluster") if service == "ecs" and body else None
    if cluster is None:
        return context
    if not cluster.startswith("arn:"):
        cluster = f"arn:aws:ecs:{get_region()}:{get_account_id()}:cluster/{cluster}"
    return {**context, "ecs:cluster": cluster}


iam_actions.request_tag_context = context_of_call

ecs._ACTION_MAP["ListDaemons"] = lambda call: json_response({"daemonSummariesList": []})

answer_of_ecr = ecr.handle_request


async def handle_ecr(method, path, headers, body, query_params):
    action = headers.get("x-amz-target", "").split(".")[-1]
    if action == "DescribePullThroughCacheRules":
        return json_response({"pullThroughCacheRules": []})
    if action == "GetRegistryPolicy":
        return error_response_json("RegistryPolicyNotFoundException", "There is none.", 400)
    return await answer_of_ecr(method, path, headers, body, query_params)


ecr.handle_request = handle_ecr

app.main()
