/** The part of the callback plugin that turns values into JSON and writes numbered events. */
export const CALLBACK_RECORDER = String.raw`CENSORED = "the output has been hidden due to the fact that 'no_log: true' was specified for this result"
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
`;
