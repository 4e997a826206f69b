// What the sanitizers do in every test program, however it is started: stop at the first finding,
// which must be ours (tests/support/ubsan.supp names the others).
//
// The thread sanitizer runs only tests labelled `threads`: our own threads against fakes, and
// actors on CAF's testing scheduler. Debian's CAF is not instrumented, so its worker threads give
// dozens of reports on correct programs, and silencing the library would silence our races too.

extern "C" {
const char* __asan_default_options() {
  return "detect_stack_use_after_return=1:strict_string_checks=1:check_initialization_order=1";
}
const char* __ubsan_default_options() {
  return "halt_on_error=1:print_stacktrace=1:suppressions=" FILLWRIGHT_SOURCE_DIR
         "/tests/support/ubsan.supp";
}
const char* __tsan_default_options() { return "halt_on_error=1:second_deadlock_stack=1"; }
}
