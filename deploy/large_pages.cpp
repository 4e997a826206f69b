// Memory in pages of 2 MiB, where the system has them to give (docs/decisions/12): the processor
// then spends less on finding what lies where. The allocator must be told before anybody asks it
// for memory, and so before the constructors of the shared libraries: by an entry of
// `.preinit_array`, which only a program has. Part of each program that links the allocator.
#include <mimalloc.h>

#include <cstring>

namespace {

// Where no pages are set aside it asks for transparent ones. The environment's
// MIMALLOC_LARGE_OS_PAGES has the last word.
void prefer_large_pages(int count, char** arguments, char**) {
  // It has a budget of memory, and waits for Kafka more than for memory.
  if (count > 1 && std::strcmp(arguments[1], "relay") == 0) return;
  mi_option_set_enabled_default(mi_option_large_os_pages, true);
}

[[gnu::section(".preinit_array"), gnu::used]] void (*const before_all)(int, char**,
                                                                       char**) = prefer_large_pages;

}  // namespace
