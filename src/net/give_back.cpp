#include "net/give_back.h"

#include <cstddef>
#include <cstdint>

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

namespace docktor::net {
namespace {

/// Of a segment that nobody can have written to.
void GiveBack(const dl_phdr_info& program, const ElfW(Phdr) & segment) {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = (program.dlpi_addr + segment.p_vaddr + page - 1) / page * page;
  const auto end = (program.dlpi_addr + segment.p_vaddr + segment.p_memsz) / page * page;
  // The address is that of a mapping, which only the loader knows as an object.
  if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);  // NOLINT
}

/// `name` is a part of its path.
int GiveBackPages(dl_phdr_info* program, std::size_t, void* name) {
  const std::string_view path = program->dlpi_name == nullptr ? "" : program->dlpi_name;
  if (path.find(*static_cast<const std::string_view*>(name)) == path.npos) return 0;
  for (int i = 0; i < program->dlpi_phnum; ++i) {
    const auto& segment = program->dlpi_phdr[i];
    if (segment.p_type == PT_LOAD && (segment.p_flags & PF_W) == 0) GiveBack(*program, segment);
  }
  return 0;
}

}  // namespace

void GiveBackMemory() {
  ::malloc_trim(0);
  GiveBackPagesOf("");
}

void GiveBackPagesOf(std::string_view name) { ::dl_iterate_phdr(GiveBackPages, &name); }

}  // namespace docktor::net
