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

CENSORED = "the output has been hidden due to the fact that 'no_log: true' was specified for this result"
LARGEST_RESULT = 700000
EXACT = 2 ** 53 - 1
NUMERAL = '$numeral'


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def stamp(moment):
    return moment.isoformat().replace('+00:00', 'Z') if moment else None


def number(value):
    """A number that JavaScript cannot hold travels as text."""
    if isinstance(value, int):
        return int(value) if abs(value) <= EXACT else {NUMERAL: str(int(value))}
    if value != value or value in (float('inf'), float('-inf')):
        return str(value)
    return {NUMERAL: repr(float(value))} if value.is_integer() else float(value)


def plain(value):
    """Any Ansible value as JSON; a user's key never passes for our mark of a number."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, Mapping):
        return {('_' + NUMERAL if key == NUMERAL else str(key)): plain(item) for key, item in value.items()}
    if hasattr(value, '_ciphertext'):
        return {'__ansible_vault': os.fsdecode(value._ciphertext)}
    if isinstance(value, bytes):
        return value.decode('utf-8', 'replace')
    if isinstance(value, (Sequence, Set)):
        return [plain(item) for item in value]
    try:
        return str(value)
    except Exception:
        return repr(type(value))


class Recorder:
    """Numbers events and lines, and gathers what is printed while an event is being told."""

    def __init__(self, display):
        self.display = display
        self.lock = display._lock
        self.local = threading.local()
        self.shared = {}
        self.counter = 0
        self.line = 0
        self.file = os.open(os.environ['CAIRN_EVENTS'], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def describe(self, event, data):
        data = dict(self.shared, **data)
        data.setdefault('uuid', str(uuid.uuid4()))
        if event != 'playbook_on_stats' and len(str(data.get('res', ''))) > LARGEST_RESULT:
            data['res'] = {}
        parents = [data.get(key) for key in ('task_uuid', 'play_uuid', 'playbook_uuid')]
        record = {
            'event': event,
            'uuid': data['uuid'],
            'parent_uuid': next((item for item in parents if item and item != data['uuid']), ''),
            'created': stamp(now()),
            'verbosity': getattr(self.local, 'verbosity', 0),
        }
        return record, data

    def write(self, record, text, more=None):
        self.counter += 1
        text = text.replace('\r\n', '\n').replace('\n', '\r\n')
        lines = text.count('\n')
        record['counter'] = self.counter
        record['stdout'] = text[:-2] if text.endswith('\r\n') else text
        record['start_line'] = self.line
        record['end_line'] = self.line + lines
        record.update(more or {})
        self.line += lines
        os.write(self.file, (json.dumps(record) + '\n').encode())

    @contextmanager
    def event(self, name, data):
        with self.lock:
            record, described = self.describe(name, data)
            record['event_data'] = plain(described)
            outer, mine = getattr(self.local, 'printed', None), []
            self.local.printed = mine
            try:
                yield
            finally:
                self.local.printed = outer
                self.write(record, ''.join(mine))

    def printed(self, text):
        gathered = getattr(self.local, 'printed', None)
        if gathered is not None:
            gathered.append(text)
            return
        with self.lock:
            record, data = self.describe(getattr(self.local, 'kind', None) or 'verbose', {})
            record['event_data'] = plain(data)
            self.write(record, text)

    def take_over(self):
        """What was printed before this plugin was loaded are the first events, a line each."""
        sys.stdout.flush()
        sys.stderr.flush()
        offset = 0
        with open(os.environ['CAIRN_OUTPUT'], 'rb') as output:
            for line in output:
                offset += len(line)
                record, _ = self.describe('verbose', {})
                record['event_data'] = {}
                self.write(record, line.decode('utf-8', 'replace'), {'output_offset': offset})


def watch(recorder):
    """Sends every line that Ansible displays to the recorder instead of the screen."""
    original = Display.display

    def display(self, msg, color=None, stderr=False, screen_only=False, log_only=False, newline=True, **more):
        if getattr(self, '_final_q', None):
            return original(self, msg, color=color, stderr=stderr, screen_only=screen_only,
                            log_only=log_only, newline=newline, **more)
        if not log_only:
            body = msg[:-1] if msg.endswith('\n') else msg
            shown = stringc(body, color) if color else body
            recorder.printed(shown + '\n' if newline or msg.endswith('\n') else shown)
        if not screen_only:
            original(self, msg, color=color, screen_only=screen_only, log_only=True)

    Display.display = display
    for kind in ('debug', 'deprecated', 'warning', 'system_warning', 'error'):
        setattr(Display, kind, marking(recorder, kind, getattr(Display, kind)))
    Display.verbose = levelled(recorder, Display.verbose)


def marking(recorder, kind, method):
    def marked(self, *args, **kwargs):
        outer = getattr(recorder.local, 'kind', None)
        recorder.local.kind = outer or kind
        try:
            return method(self, *args, **kwargs)
        finally:
            recorder.local.kind = outer
    return marked


def levelled(recorder, method):
    def verbose(self, msg, host=None, caplevel=2, **more):
        recorder.local.verbosity = caplevel + 1
        try:
            return method(self, msg, host=host, caplevel=caplevel, **more)
        finally:
            recorder.local.verbosity = 0
    return verbose


def pattern_of(play):
    return ','.join(play.hosts) if isinstance(play.hosts, list) else str(play.hosts or '')


def of_task(task):
    data = {
        'task': task.name or task.action,
        'task_uuid': str(task._uuid),
        'task_action': task.action,
        'resolved_action': getattr(task, 'resolved_action', None) or task.action,
        'task_args': '',
    }
    if hasattr(task, 'get_path'):
        data['task_path'] = task.get_path()
    if C.DISPLAY_ARGS_TO_STDOUT:
        data['task_args'] = CENSORED if task.no_log else ', '.join('%s=%s' % pair for pair in task.args.items())
    role = getattr(task, '_role', None)
    if role:
        data['role'] = role._role_name
        if role.get_name() != role._role_name:
            data['resolved_role'] = role.get_name()
    return data


def censored(result):
    if result.get('_ansible_no_log', False):
        return {'censored': CENSORED}
    if not isinstance(result.get('results'), list):
        return result
    items = [censored(item) if isinstance(item, Mapping) else item for item in result['results']]
    return dict(result, results=items)


def without_environment(result):
    """Gathered facts hold the controller's environment when the host is local: not for the event."""
    if result._task.action.split('.')[-1] in ('setup', 'gather_facts'):
        result._result.get('ansible_facts', {}).pop('ansible_env', None)


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
