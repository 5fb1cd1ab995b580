"""The queue as a backend of Django's Tasks interface."""

from typing import Any

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from shuke.foundation import clock
from shuke.foundation.jobs import operations, queries
from shuke.foundation.jobs.models import Job
from shuke.foundation.jobs.types import JobState

_STATUS = {
    JobState.READY: TaskResultStatus.READY,
    JobState.RUNNING: TaskResultStatus.RUNNING,
    JobState.DONE: TaskResultStatus.SUCCESSFUL,
    JobState.DEAD: TaskResultStatus.FAILED,
    JobState.CANCELLED: TaskResultStatus.FAILED,
}


class QueueBackend(BaseTaskBackend):
    """Tasks become rows of the queue; arguments are passed by name."""

    supports_defer = True
    supports_priority = True
    supports_get_result = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Enqueue the task in the present transaction."""
        if args:
            raise TypeError("pass a task's arguments by name: they must survive a change of its signature")
        job_id = operations.enqueue(
            task=task.module_path, kwargs=kwargs, at=clock.now(), priority=task.priority, run_after=task.run_after
        )
        return self.get_result(str(job_id))

    def get_result(self, result_id: str) -> TaskResult[Any]:
        """Return how the job stands."""
        job = queries.find(int(result_id))
        if job is None:
            raise TaskResultDoesNotExist(result_id)
        result: TaskResult[Any] = TaskResult(
            task=import_string(job.task),
            id=str(job.id),
            status=_STATUS[JobState(job.state)],
            enqueued_at=job.enqueued_at,
            started_at=job.started_at,
            finished_at=job.finished_at,
            last_attempted_at=job.started_at,
            args=[],
            kwargs=job.kwargs,
            backend=self.alias,
            errors=_errors(job),
            worker_ids=[job.worker] * job.attempts,
        )
        object.__setattr__(result, "_return_value", job.result)
        return result


def _errors(job: Job) -> list[TaskError]:
    return [TaskError(exception_class_path="builtins.Exception", traceback=job.error)] if job.error else []
