//! Attributes that modules, their classes and built-in types have in CPython 3.11 and not here. A name that ends in `*`
//! stands for all that begin so.

use crate::model::lack::Lack;

const fn lack(of: &'static str, names: &'static str, hint: &'static str) -> Lack {
    Lack { of, names, hint }
}

const OPERATOR: &str = "Use the operator or the built-in function.";
const NO_DISK: &str = "There is no disk here: keep texts in the script.";
const NO_FRAMES: &str = "Step through the run instead.";
const NO_WAY: &str = "There is no other way here.";

/// All of them.
pub const ATTRIBUTES: &[Lack] = &[
    lack(
        "object",
        "__getnewargs__ __getstate__ __reduce__ __reduce_ex__ __sizeof__ __subclasshook__ __annotations__",
        "Copy what you need into a value of your own.",
    ),
    lack("int", "__ceil__ __floor__ __trunc__ __divmod__ __round__ __r*", OPERATOR),
    lack("bool", "__ceil__ __floor__ __trunc__ __divmod__ __round__ __r*", OPERATOR),
    lack("float", "__ceil__ __floor__ __trunc__ __divmod__ __round__ __r* __getformat__", OPERATOR),
    lack("str", "__mod__ __rmod__ __rmul__", OPERATOR),
    lack("bytes", "__bytes__ __mod__ __rmod__ __rmul__", OPERATOR),
    lack("bytearray", "__alloc__ __imul__ __mod__ __rmod__ __rmul__", OPERATOR),
    lack("list", "__class_getitem__ __imul__ __rmul__", OPERATOR),
    lack("list", "tb_frame tb_lasti tb_lineno tb_next", "Use `traceback.format_exc()`."),
    lack("tuple", "__class_getitem__ __rmul__", OPERATOR),
    lack("dict", "__class_getitem__ __ior__ __or__ __ror__", OPERATOR),
    lack(
        "set",
        "__and__ __iand__ __ior__ __isub__ __ixor__ __or__ __r* __sub__ __xor__ __class_getitem__",
        OPERATOR,
    ),
    lack("frozenset", "__and__ __or__ __r* __sub__ __xor__ __class_getitem__", OPERATOR),
    lack("range", "__bool__", OPERATOR),
    lack("NoneType", "__bool__", OPERATOR),
    lack("type", "__subclasses__ __prepare__ __instancecheck__ __subclasscheck__ __or__ __call__", OPERATOR),
    lack("property", "__get__ __set__ __delete__ __set_name__ __isabstractmethod__", OPERATOR),
    lack("staticmethod", "__call__ __get__ __wrapped__", OPERATOR),
    lack("classmethod", "__get__ __wrapped__", OPERATOR),
    lack("super", "__get__ __self__ __self_class__ __thisclass__", OPERATOR),
    lack(
        "function",
        "__builtins__ __call__ __closure__ __code__ __get__ __globals__",
        "Keep what you need in variables.",
    ),
    lack("method", "__call__ __get__", OPERATOR),
    lack(
        "builtin_function_or_method",
        "__call__ __module__ __qualname__ __text_signature__",
        "Use `__name__`.",
    ),
    lack(
        "generator",
        "__del__ __qualname__ gi_code gi_frame gi_running gi_suspended gi_yieldfrom",
        NO_FRAMES,
    ),
    lack("iterator", "__length_hint__ __setstate__", "Make a list of it."),
    lack("BaseException", "__setstate__", NO_WAY),
    lack("AttributeError", "obj", "Use `name`."),
    lack("OSError", "characters_written", "Count what `send` returns."),
    lack("SyntaxError", "end_lineno end_offset filename lineno offset print_file_and_line text", NO_WAY),
    lack(
        "abc",
        "ABCMeta abstractclassmethod abstractproperty abstractstaticmethod get_cache_token update_abstractmethods",
        "Use `ABC` and `abstractmethod`.",
    ),
    lack("abc.ABC", "register", "Derive the class."),
    lack(
        "concurrent.futures",
        "ProcessPoolExecutor BrokenExecutor InvalidStateError process thread",
        "Use `ThreadPoolExecutor`.",
    ),
    lack("copy", "copyreg dispatch_table", NO_WAY),
    lack(
        "math",
        "acos acosh asin asinh atan atan2 atanh cbrt cos cosh dist erf erfc exp exp2 expm1 frexp fsum gamma hypot \
         ldexp lgamma log log10 log1p log2 nextafter pow remainder sin sinh tan tanh ulp",
        "Use `**`, `sqrt` or `bit_length`.",
    ),
    lack("socketserver", "ForkingUnix* ThreadingUnix* Unix*", "Use the classes for TCP and UDP."),
    lack("collections", "ChainMap UserDict UserList UserString", "Keep a dict or list in an attribute."),
    lack("collections.deque", "__copy__ __imul__ __mul__ __rmul__", "Use `copy()`."),
    lack("collections.Counter", "__neg__ __pos__ fromkeys", "Write the loop."),
    lack("collections.OrderedDict", "fromkeys", "Write the loop."),
    lack("collections.defaultdict", "__copy__ fromkeys", "Write the loop."),
    lack(
        "contextlib",
        "AbstractAsyncContextManager AsyncContextDecorator AsyncExitStack aclosing asynccontextmanager chdir",
        "Use `contextmanager` or `ExitStack`.",
    ),
    lack("contextlib.nullcontext", "__aenter__ __aexit__", "Use `with`."),
    lack("functools", "get_cache_token partialmethod singledispatchmethod", "Write a method."),
    lack("heapq", "merge", "Use `sorted`."),
    lack(
        "io",
        "BlockingIOError BufferedIOBase BufferedRWPair BufferedRandom BufferedReader BufferedWriter FileIO IOBase \
         IncrementalNewlineDecoder RawIOBase TextIOBase TextIOWrapper open open_code text_encoding",
        "Use `BytesIO`, `StringIO` or `socket.makefile`.",
    ),
    lack("_io.BytesIO", "detach fileno getbuffer read1 readinto readinto1", "Use `read` or `getvalue`."),
    lack(
        "_io.StringIO",
        "detach encoding errors fileno line_buffering newlines",
        "Use `read` or `getvalue`.",
    ),
    lack(
        "os",
        "DirEntry F_* O_* R_OK W_OK X_OK XATTR_* SEEK_* PathLike access altsep chdir chmod chown chroot \
         copy_file_range defpath extsep fchdir fchmod fchown fdatasync fsdecode fsencode fspath fstat fstatvfs fsync \
         ftruncate fwalk getcwd getcwdb getxattr lchown link listxattr lockf lseek lstat makedirs memfd_create mkdir \
         mkfifo mknod open pathconf* pathsep posix_* pread preadv pwrite pwritev remove removedirs removexattr rename \
         renames replace rmdir scandir setxattr stat stat_result statvfs statvfs_result supports_* symlink sync \
         truncate umask unlink utime walk",
        NO_DISK,
    ),
    lack(
        "os",
        "exec* posix_spawn* spawn* forkpty login_tty openpty ctermid ttyname tcgetpgrp tcsetpgrp device_encoding \
         get_terminal_size terminal_size get_exec_path P_*",
        "Use `os.fork` for processes and `os.popen` for `ss`, `netstat` and their like.",
    ),
    lack(
        "os",
        "CLD_* WCONTINUED WCOREDUMP WEXITED WIFCONTINUED WNOWAIT WSTOPPED WSTOPSIG wait3 wait4 waitid waitid_result \
         pidfd_open",
        "Use `os.wait` or `os.waitpid`.",
    ),
    lack(
        "os",
        "EFD_* EX_* GRND_* MFD_* NGROUPS_MAX POSIX_* PRIO_* RTLD_* RWF_* SCHED_* SPLICE_F_* ST_* TMP_MAX confstr* \
         environb eventfd* fpathconf getenvb getgrouplist getgroups getloadavg getlogin getpgid getpgrp getpriority \
         getrandom getresgid getresuid getsid initgroups killpg major makedev minor nice putenv readv sched_* sendfile \
         setpgid setpgrp setpriority setregid setresgid setresuid setreuid setsid splice sysconf* times times_result \
         uname uname_result unsetenv writev",
        NO_WAY,
    ),
    lack(
        "os.path",
        "abspath altsep commonpath commonprefix defpath devnull exists expanduser expandvars extsep genericpath get* \
         is* lexists normcase pathsep real* relpath same* splitdrive supports_unicode_filenames",
        NO_DISK,
    ),
    lack("os._Environ", "decodekey decodevalue encodekey encodevalue", "Use `os.environ` as a dict."),
    lack("queue.Queue", "_init _qsize", "Use `qsize`."),
    lack(
        "random",
        "SystemRandom betavariate expovariate gammavariate gauss lognormvariate normalvariate paretovariate \
         vonmisesvariate weibullvariate",
        "Use `random`, `uniform` or `triangular`.",
    ),
    lack(
        "random.Random",
        "VERSION betavariate expovariate gammavariate gauss gauss_next lognormvariate normalvariate paretovariate \
         vonmisesvariate weibullvariate",
        "Use `random`, `uniform` or `triangular`.",
    ),
    lack("re", "DEBUG L LOCALE RegexFlag Scanner T TEMPLATE template", "Use the other flags."),
    lack("re.Pattern", "scanner", "Use `finditer`."),
    lack("re.Match", "regs", "Use `span`."),
    lack(
        "resource",
        "RLIMIT_* RUSAGE_* getpagesize getrusage prlimit struct_rusage",
        "Only the number of open files is limited here.",
    ),
    lack(
        "signal",
        "Handlers ITIMER_* ItimerError SIGCLD SIGIO SIGIOT SIGPOLL SIGPROF SIGPWR SIGRTMAX SIGRTMIN SIGSTKFLT SIGSYS \
         SIGVTALRM SIGXCPU SIG_* Sigmasks alarm getitimer pause pidfd_send_signal \
         pthread_kill pthread_sigmask set_wakeup_fd setitimer siginterrupt sigpending sigtimedwait sigwait \
         sigwaitinfo struct_siginfo valid_signals",
        "Use a time-out, an `Event` or a pipe.",
    ),
    lack(
        "socket",
        "AF_* AI_* ALG_* AddressFamily AddressInfo CAN_* CAPI EAI_* INADDR_* IOCTL_* IPPROTO_* IPV6_* IP_* J1939_* \
         MsgFlag NETLINK_* NI_* PACKET_* PF_* SCM_* SOCK_RDM SOL_* SO_J1939_* SO_VM_* SO_PASS* SO_PEERCRED SO_PEERSEC \
         MSG_CMSG_CLOEXEC MSG_CONFIRM MSG_CTRUNC MSG_FASTOPEN SocketKind TCP_NOTSENT_LOWAT TIPC_* \
         UDPLITE_* VMADDR_* VM_* EBADF EAGAIN EWOULDBLOCK",
        "Use TCP, UDP or Unix sockets, with the options of this page.",
    ),
    lack(
        "socket",
        "dup getfqdn gethostbyaddr gethostbyname_ex getnameinfo getprotobyname getservbyport if_indextoname \
         if_nameindex if_nametoindex sethostname",
        "Use addresses and ports as numbers.",
    ),
    lack("socket.socket", "recvmsg_into sendfile sendmsg_afalg", "Use `recvmsg`, `sendall` or `sendmsg`."),
    lack(
        "socket.SocketIO",
        "isatty mode readall readinto1 seek tell truncate detach",
        "Use `read` and `write`.",
    ),
    lack("string", "Formatter Template capwords", "Use f-strings, `format` or `str.title`."),
    lack(
        "sys",
        "_getframe _current_frames call_tracing getprofile gettrace setprofile settrace getrefcount getsizeof \
         getallocatedblocks breakpointhook displayhook excepthook unraisablehook __excepthook__ __displayhook__ \
         __breakpointhook__ __unraisablehook__ audit addaudithook get_asyncgen_hooks set_asyncgen_hooks get_coroutine* set_coroutine*",
        NO_FRAMES,
    ),
    lack(
        "sys",
        "_base_executable _clear_type_cache _debugmallocstats _framework _git _home _stdlib_dir _xoptions abiflags \
         api_version base_exec_prefix base_prefix builtin_module_names dont_write_bytecode exec_prefix executable \
         flags float_info float_repr_style get_int_max_str_digits getdlopenflags getfilesystemencodeerrors hash_info \
         implementation int_info meta_path modules orig_argv path path_hooks path_importer_cache platlibdir prefix \
         pycache_prefix set_int_max_str_digits setdlopenflags setrecursionlimit setswitchinterval stdlib_module_names \
         thread_info warnoptions",
        NO_WAY,
    ),
    lack("sys._Stream", "detach seek tell truncate write_through", "Use `write`."),
    lack("threading", "getprofile gettrace setprofile settrace stack_size", NO_FRAMES),
    lack("threading.Condition", "notifyAll", "Use `notify_all`."),
    lack("threading.Event", "isSet", "Use `is_set`."),
    lack("threading.Lock", "acquire_lock locked_lock release_lock", "Use `acquire`, `locked` and `release`."),
    lack(
        "time",
        "CLOCK_BOOTTIME CLOCK_MONOTONIC_RAW CLOCK_PROCESS_CPUTIME_ID CLOCK_TAI CLOCK_THREAD_CPUTIME_ID clock_getres \
         clock_gettime_ns clock_settime clock_settime_ns get_clock_info process_time process_time_ns \
         pthread_getcpuclockid strptime thread_time thread_time_ns tzset",
        "Use `time.time` or `time.monotonic`.",
    ),
    lack(
        "traceback",
        "FrameSummary StackSummary TracebackException clear_frames extract_stack extract_tb format_list format_stack \
         format_tb print_last print_list print_stack print_tb walk_stack walk_tb",
        "Use `print_exc` or `format_exc`.",
    ),
    lack(
        "types",
        "AsyncGeneratorType BuiltinMethodType CellType ClassMethodDescriptorType CodeType CoroutineType \
         DynamicClassAttribute EllipsisType FrameType GenericAlias GetSetDescriptorType MappingProxyType \
         MemberDescriptorType MethodDescriptorType MethodType MethodWrapperType ModuleType NotImplementedType \
         TracebackType WrapperDescriptorType coroutine new_class prepare_class resolve_bases",
        "Use `type(…)` of a value.",
    ),
    lack(
        "typing",
        "AbstractSet Async* Awaitable ByteString ChainMap Concatenate ContextManager Coroutine ForwardRef Generic \
         ItemsView KeysView LiteralString MappingView MutableSet NamedTuple Never NotRequired ParamSpec* Protocol \
         Required Reversible Supports* TypeGuard TypeVarTuple TypedDict Unpack ValuesView assert_* clear_overloads \
         dataclass_transform get_* is_typeddict no_type_check* reveal_type runtime_checkable",
        "Leave the annotation out: types change nothing.",
    ),
];
