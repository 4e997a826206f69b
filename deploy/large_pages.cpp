// Memory in pages of 2 MiB, where the system gives them (docs/decisions/12): the processor
// then spends less on finding what lies where. The allocator must be told before anybody asks it
// for memory, and so before the constructors of the shared libraries: by an entry of
// `.preinit_array`, which only a program has. Part of each program that links the allocator.
#include <fcntl.h>
#include <mimalloc.h>
#include <unistd.h>

#include <cstring>

namespace {

// A number that the kernel shows is zero. Without malloc, which is not there yet.
bool is_zero(const char* path) {
  const int file = ::open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  char text[2] = {};
  const auto size = ::read(file, text, sizeof text);
  ::close(file);
  return size == sizeof text && text[0] == '0' && text[1] == '\n';
}

// Transparent pages only. Of pages that are set aside the allocator would take some, and whoever
// may not have them, as in a container, or shares them with a child, as `verify` does, ends with
// SIGBUS. The environment's MIMALLOC_LARGE_OS_PAGES has the last word.
void prefer_large_pages(int count, char** arguments, char**) {
  // It has a budget of memory, and waits for Kafka more than for memory.
  if (count > 1 && std::strcmp(arguments[1], "relay") == 0) return;
  if (!is_zero("/proc/sys/vm/nr_hugepages") || !is_zero("/proc/sys/vm/nr_overcommit_hugepages"))
    return;
  mi_option_set_enabled_default(mi_option_large_os_pages, true);
}

[[gnu::section(".preinit_array"), gnu::used]] void (*const before_all)(int, char**,
                                                                       char**) = prefer_large_pages;

}  // namespace
