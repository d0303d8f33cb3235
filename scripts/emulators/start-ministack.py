"""Starts MiniStack, with five things more as AWS has them.

1.  PutEvents takes events of AWS's own services. Those put their events on the default bus themselves, and PutEvents
    refuses a source that begins with "aws." to everybody else. So does MiniStack, but it emits no events of ECS, ECR or
    CloudWatch of its own, and the suite has to speak for these services.
2.  IAM judges a call by the resource type that AWS's service authorization reference gives for it: RunTask by the
    task definition, DescribeServices by the service, ListTagsForResource by the resource, PutTargets by the rule.
    MiniStack takes the cluster where a call of ECS names one, and "*" where a call of ECR names no repository and where
    one of EventBridge is about a rule's targets. Nor has it the key ecs:cluster, which roles have conditions on.
3.  What MiniStack does not know of is told as empty: there are no managed daemons, no pull through cache rules, and no
    policy of the registry. Deckhand takes a refusal for an unknown, and deletes no image then.
4.  A rule invokes its function asynchronously, so that one that fails is tried again, and kept. MiniStack has that for
    everybody who invokes a function; its bus calls it once and forgets about it.
5.  ListServiceDeployments and DescribeServiceRevisions tell of the deployments that MiniStack's scheduler makes, as
    DescribeServices does. It tells none by these two.

Rules, patterns, targets, deployments, roles and the verdict on them are MiniStack's.
"""

import json

from ministack import app
from ministack.core import iam_actions
from ministack.core.responses import error_response_json, get_account_id, get_region, json_response
from ministack.services import ecr, ecs, eventbridge, lambda_svc

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
EVENTS_BY_RULE = {"ListTargetsByRule", "PutTargets"}

resource_of_any_call = iam_actions.extract_resource_arn


def resource_of_call(service, method, path, headers, body, query_params, region, account_id):
    action = headers.get("x-amz-target", "").split(".")[-1]
    if service == "ecr" and action in ECR_BY_ARN:
        return json.loads(body)["resourceArn"]
    if service == "events" and action in EVENTS_BY_RULE:
        return f"arn:aws:events:{region}:{account_id}:rule/{json.loads(body)['Rule']}"
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


def invoke_as_target(arn, payload):
    """https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html: so do EventBridge and SNS."""
    function, config, name = lambda_svc._get_func_record_for_ref(arn)
    assert function and config, f"a rule has the target {name}, which does not exist"
    record = lambda_svc._execution_record_for_config(function, config)
    lambda_svc.invoke_async_with_retry(record, json.loads(payload))


eventbridge._dispatch_to_lambda = invoke_as_target

# https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeploymentBrief.html
STATUS_OF_ROLLOUT = {
    "IN_PROGRESS": "IN_PROGRESS",
    "COMPLETED": "SUCCESSFUL",
    "FAILED": "STOPPED",
}


def arn_of_deployment(kind, service, deployment):
    """A service deployment, or the revision that it brings: MiniStack makes one for the other."""
    identifier = deployment["id"].split("/")[-1]
    return service["serviceArn"].replace(":service/", f":{kind}/") + f"/{identifier}"


def list_service_deployments(call):
    cluster = ecs._resolve_cluster_name(call.get("cluster", "default"))
    reference = ecs._resolve_service_ref(call["service"])
    service = reference and ecs._services.get(f"{cluster}/{reference[0]}")
    if not service:
        return error_response_json("ServiceNotFoundException", "Service not found.", 400)
    deployments = [
        {
            "serviceDeploymentArn": arn_of_deployment("service-deployment", service, one),
            "serviceArn": service["serviceArn"],
            "clusterArn": service["clusterArn"],
            "targetServiceRevisionArn": arn_of_deployment("service-revision", service, one),
            "status": STATUS_OF_ROLLOUT[one["rolloutState"]],
            "statusReason": one["rolloutStateReason"],
            "createdAt": one["createdAt"],
        }
        for one in service["deployments"]
    ]
    return json_response({"serviceDeployments": deployments})


def describe_service_revisions(call):
    revisions = [
        {
            "serviceRevisionArn": arn_of_deployment("service-revision", service, one),
            "serviceArn": service["serviceArn"],
            "clusterArn": service["clusterArn"],
            "taskDefinition": one["taskDefinition"],
            "createdAt": one["createdAt"],
        }
        for service in ecs._services.values()
        for one in service["deployments"]
    ]
    wanted = [one for one in revisions if one["serviceRevisionArn"] in call["serviceRevisionArns"]]
    return json_response({"serviceRevisions": wanted})


ecs._ACTION_MAP["ListServiceDeployments"] = list_service_deployments
ecs._ACTION_MAP["DescribeServiceRevisions"] = describe_service_revisions

app.main()
