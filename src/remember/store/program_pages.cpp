#include <string_view>

#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include "remember/store/database.h"

namespace docktor::remember {
namespace {

/// Of a segment that nobody can have written to.
void GiveBack(const dl_phdr_info& library, const ElfW(Phdr) & segment) {
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = (library.dlpi_addr + segment.p_vaddr + page - 1) / page * page;
  const auto end = (library.dlpi_addr + segment.p_vaddr + segment.p_memsz) / page * page;
  // The address is that of a mapping, which only the loader knows as an object.
  if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);  // NOLINT
}

int GiveBackDuckDb(dl_phdr_info* library, std::size_t, void*) {
  if (std::string_view(library->dlpi_name).find("libduckdb") == std::string_view::npos) return 0;
  for (int i = 0; i < library->dlpi_phnum; ++i) {
    const auto& segment = library->dlpi_phdr[i];
    if (segment.p_type == PT_LOAD && (segment.p_flags & PF_W) == 0) GiveBack(*library, segment);
  }
  return 1;
}

}  // namespace

void Database::GiveBackProgramPages() { ::dl_iterate_phdr(GiveBackDuckDb, nullptr); }

}  // namespace docktor::remember
