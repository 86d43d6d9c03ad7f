import { CALLBACK_RECORDER } from './callback-recorder.js';

/**
 * Ansible's stdout callback of every run: prints nothing, appends one JSON line per event to `$CAIRN_EVENTS` (spec jobs.md §6.1).
 * What Ansible would have printed becomes the `stdout` of the event during which it was printed, with CRLF as AWX stores it.
 * Kept as text because the compiler copies no assets; `writePlugins` puts it where Ansible looks.
 */
export const CALLBACK_PLUGIN = String.raw`
DOCUMENTATION = '''
    name: cairn_events
    type: stdout
    short_description: records each event as a line of JSON
    extends_documentation_fragment:
      - default_callback
      - result_format_callback
    requirements:
      - set as stdout in configuration
'''

import datetime
import json
import os
import sys
import threading
import uuid
from collections.abc import Mapping, Sequence, Set
from contextlib import contextmanager

from ansible import constants as C
from ansible.plugins.callback.default import CallbackModule as DefaultCallback
from ansible.utils.color import stringc
from ansible.utils.display import Display

${CALLBACK_RECORDER}

class CallbackModule(DefaultCallback):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'stdout'
    CALLBACK_NAME = 'cairn_events'

    def __init__(self):
        super().__init__()
        self.recorder = Recorder(self._display)
        self.recorder.take_over()
        watch(self.recorder)
        self.repeats = {}
        self.host_start = {}

    def once(self, identity):
        """Serial batches and free strategies repeat plays and tasks: each telling gets a name of its own."""
        identity = str(identity)
        seen = self.repeats[identity] = self.repeats.get(identity, -1) + 1
        return '%s_%d' % (identity, seen) if seen else identity

    def enter(self, level, **data):
        drop = {'playbook': (), 'play': ('play', 'task', 'role', 'resolved'), 'task': ('task', 'role', 'resolved')}[level]
        kept = {k: v for k, v in self.recorder.shared.items() if not (drop and k.startswith(drop)) or k.startswith('playbook')}
        self.recorder.shared = dict(kept, **data)

    def of_result(self, result, timed=True, res=True):
        host = result._host.get_name()
        data = dict(of_task(result._task), host=host)
        if timed:
            start, end = self.host_start.get(host), now()
            data.update(remote_addr=result._host.address, start=stamp(start), end=stamp(end) if start else None,
                        duration=(end - start).total_seconds() if start else None)
        if res:
            data['res'] = censored(result._result)
        return data

    def v2_playbook_on_start(self, playbook):
        identity = str(uuid.uuid4())
        name = os.environ.get('CAIRN_PLAYBOOK') or os.path.basename(playbook._file_name)
        self.enter('playbook', playbook=name, playbook_uuid=identity)
        with self.recorder.event('playbook_on_start', {'uuid': identity}):
            super().v2_playbook_on_start(playbook)

    def v2_playbook_on_play_start(self, play):
        play._uuid = self.once(play._uuid)
        pattern = pattern_of(play)
        name = play.get_name().strip() or pattern
        self.enter('play', play=name, play_uuid=play._uuid, play_pattern=pattern)
        with self.recorder.event('playbook_on_play_start', {'name': name, 'pattern': pattern, 'uuid': play._uuid}):
            super().v2_playbook_on_play_start(play)

    def task_started(self, task, conditional, show):
        self.enter('task', **of_task(task))
        data = {'name': task.get_name(), 'is_conditional': conditional, 'uuid': self.once(task._uuid)}
        with self.recorder.event('playbook_on_task_start', data):
            show()

    def v2_playbook_on_task_start(self, task, is_conditional):
        self.task_started(task, is_conditional, lambda: DefaultCallback.v2_playbook_on_task_start(self, task, is_conditional))

    def v2_playbook_on_cleanup_task_start(self, task):
        self.task_started(task, True, lambda: DefaultCallback.v2_playbook_on_cleanup_task_start(self, task))

    def v2_playbook_on_handler_task_start(self, task):
        self.task_started(task, True, lambda: DefaultCallback.v2_playbook_on_handler_task_start(self, task))

    def v2_runner_on_start(self, host, task):
        self.host_start[host.get_name()] = now()
        with self.recorder.event('runner_on_start', dict(of_task(task), host=host.get_name())):
            super().v2_runner_on_start(host, task)

    def v2_runner_on_ok(self, result):
        without_environment(result)
        with self.recorder.event('runner_on_ok', dict(self.of_result(result), event_loop=result._task.loop_with)):
            super().v2_runner_on_ok(result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        data = dict(self.of_result(result), ignore_errors=ignore_errors, event_loop=result._task.loop_with)
        with self.recorder.event('runner_on_failed', data):
            super().v2_runner_on_failed(result, ignore_errors)

    def v2_runner_on_skipped(self, result):
        with self.recorder.event('runner_on_skipped', dict(self.of_result(result, res=False), event_loop=result._task.loop_with)):
            super().v2_runner_on_skipped(result)

    def v2_runner_on_unreachable(self, result):
        with self.recorder.event('runner_on_unreachable', self.of_result(result)):
            super().v2_runner_on_unreachable(result)

    def v2_on_file_diff(self, result):
        data = dict(self.of_result(result, timed=False, res=False), diff=result._result.get('diff'))
        with self.recorder.event('runner_on_file_diff', data):
            super().v2_on_file_diff(result)

    def v2_playbook_on_include(self, included_file):
        with self.recorder.event('playbook_on_include', {'included_file': included_file._filename}):
            super().v2_playbook_on_include(included_file)

    def v2_playbook_on_notify(self, handler, host):
        with self.recorder.event('playbook_on_notify', {'host': host.get_name(), 'handler': handler.get_name()}):
            super().v2_playbook_on_notify(handler, host)

    def v2_playbook_on_no_hosts_matched(self):
        with self.recorder.event('playbook_on_no_hosts_matched', {}):
            super().v2_playbook_on_no_hosts_matched()

    def v2_playbook_on_no_hosts_remaining(self):
        with self.recorder.event('playbook_on_no_hosts_remaining', {}):
            super().v2_playbook_on_no_hosts_remaining()

    def v2_playbook_on_stats(self, stats):
        self.enter('play')
        kinds = ('changed', 'dark', 'failures', 'ignored', 'ok', 'processed', 'rescued', 'skipped')
        data = {kind: getattr(stats, kind) for kind in kinds}
        data['artifact_data'] = stats.custom.get('_run', {})
        with self.recorder.event('playbook_on_stats', data):
            super().v2_playbook_on_stats(stats)


def telling(event, job_id=False):
    """A callback method that records one event about a task's result around what Ansible prints of it."""
    def method(name):
        shown = getattr(DefaultCallback, name)

        def tell(self, result):
            data = self.of_result(result, timed=False)
            if job_id:
                data['jid'] = result._result.get('ansible_job_id')
            with self.recorder.event(event, data):
                shown(self, result)
        return tell
    return method


for _name, _event, _async in (
    ('v2_runner_item_on_ok', 'runner_item_on_ok', False),
    ('v2_runner_item_on_failed', 'runner_item_on_failed', False),
    ('v2_runner_item_on_skipped', 'runner_item_on_skipped', False),
    ('v2_runner_retry', 'runner_retry', False),
    ('v2_runner_on_async_poll', 'runner_on_async_poll', True),
    ('v2_runner_on_async_ok', 'runner_on_async_ok', True),
    ('v2_runner_on_async_failed', 'runner_on_async_failed', True),
):
    setattr(CallbackModule, _name, telling(_event, _async)(_name))
`.trimStart();
