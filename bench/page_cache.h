#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace docktor::bench {

/// What the kernel keeps in memory of the files in a folder.
class PageCache {
 public:
  explicit PageCache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Asks the kernel to keep nothing of them.
  void Drop() const {
    Each([](int file, std::size_t) {
      if (fsync(file) != 0 || posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED) != 0) std::abort();
    });
  }
  /// How much of them it keeps, 0 to 1.
  double Share() const {
    std::ptrdiff_t kept = 0, all = 0;
    Each([&](int file, std::size_t bytes) {
      const auto pages = Pages(file, bytes);
      kept += std::count_if(pages.begin(), pages.end(), [](unsigned char page) { return page & 1; });
      all += std::ssize(pages);
    });
    return static_cast<double>(kept) / static_cast<double>(all);
  }

 private:
  void Each(const std::function<void(int file, std::size_t bytes)>& use) const {
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      const int file = open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
      if (file < 0) std::abort();
      use(file, entry.file_size());
      close(file);
    }
  }
  /// The lowest bit of each says whether that page of the file is kept.
  static std::vector<unsigned char> Pages(int file, std::size_t bytes) {
    if (bytes == 0) return {};
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    std::vector<unsigned char> pages((bytes + page - 1) / page);
    void* const mapped = mmap(nullptr, bytes, PROT_READ, MAP_SHARED, file, 0);
    if (mapped == MAP_FAILED || mincore(mapped, bytes, pages.data()) != 0) std::abort();
    munmap(mapped, bytes);
    return pages;
  }

  const std::filesystem::path folder_;
};

}  // namespace docktor::bench
