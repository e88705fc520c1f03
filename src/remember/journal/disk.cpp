#include "remember/journal/disk.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace docktor::remember {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> Refused(std::string_view attempt, const fs::path& path, int error = errno) {
  const auto code = error == ENOENT                     ? Errc::kNotFound
                    : error == EACCES || error == EPERM ? Errc::kDenied
                                                        : Errc::kUnavailable;
  return Fail(code, fmt::format("{} {}: {}", attempt, path.string(), std::generic_category().message(error)));
}

class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags, mode_t mode = 0) : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  explicit operator bool() const { return fd_ >= 0; }
  int get() const { return fd_; }

 private:
  int fd_;
};

class RealFile final : public AppendFile {
 public:
  RealFile(fs::path path, Descriptor fd) : path_(std::move(path)), fd_(std::move(fd)) {}

  Result<std::uint64_t> Size() const override {
    struct stat about {};
    if (::fstat(fd_.get(), &about) != 0) return Refused("look at", path_);
    return static_cast<std::uint64_t>(about.st_size);
  }

  Status Append(std::string_view bytes) override {
    while (!bytes.empty()) {
      const auto written = ::write(fd_.get(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return Refused("write to", path_);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
  }

  Status Sync() override {
    struct stat about {};
    if (::fdatasync(fd_.get()) != 0 || ::fstat(fd_.get(), &about) != 0) return Refused("sync", path_);
    if (about.st_nlink == 0) return Fail(Errc::kNotFound, fmt::format("sync {}: it was deleted", path_.string()));
    return {};
  }

  Status Truncate(std::uint64_t size) override {
    if (::ftruncate(fd_.get(), static_cast<off_t>(size)) != 0) return Refused("cut back", path_);
    return {};
  }

 private:
  fs::path path_;
  Descriptor fd_;
};

/// kConflict: somebody else has locked it.
Result<Descriptor> Locked(const fs::path& path, Descriptor fd) {
  if (!fd) return Refused("lock", path);
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) == 0) return fd;
  return errno == EWOULDBLOCK ? Fail(Errc::kConflict, "lock " + path.string()) : Refused("lock", path);
}

/// Both of them, or one where the other cannot be had: not every file system locks a folder, and where nothing can be
/// written there may be no file.
class FlockedFolder final : public FolderLock {
 public:
  FlockedFolder(Result<Descriptor> folder, Result<Descriptor> file)
      : folder_(std::move(folder)), file_(std::move(file)) {}

  /// For the message that others get; the lock itself does not depend on it.
  void NameHolder() const {
    if (!file_) return;
    const auto pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(file_->get(), 0) == 0) static_cast<void>(::pwrite(file_->get(), pid.data(), pid.size(), 0) < 0);
  }

 private:
  Result<Descriptor> folder_, file_;
};

/// Puts what comes from where `fd` stands, until the end or `most`, in the place of `text`. Answers an errno, or 0.
int ReadAll(int fd, std::size_t expected, std::string& text, std::size_t most = std::string::npos) {
  text.resize(std::min(expected + 1, most));  // one more: the end is met without another round
  std::size_t filled = 0;
  int error = 0;
  while (filled < most) {
    if (filled == text.size()) text.resize(std::min(2 * text.size(), most));
    const auto got = ::read(fd, text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) error = errno;
    if (got <= 0) break;
    filled += static_cast<std::size_t>(got);
  }
  text.resize(filled);
  return error;
}

class MachineDisk final : public Disk {
 public:
  Status CreateFolder(const fs::path& folder) override {
    if (::access(folder.c_str(), F_OK) == 0) return {};
    const auto parent = folder.has_parent_path() ? folder.parent_path() : fs::path(".");
    if (auto made = CreateFolder(parent); !made) return made;
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return Refused("create folder", folder);
    return SyncFolder(parent);
  }

  Result<std::vector<std::string>> List(const fs::path& folder) const override {
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
      names.push_back(at->path().filename().string());
    if (error) return Refused("list", folder, error.value());
    std::sort(names.begin(), names.end());
    return names;
  }

  Status ReadInto(std::string& text, const fs::path& file) const override {
    const Descriptor fd(file, O_RDONLY);
    struct stat about {};
    if (!fd || ::fstat(fd.get(), &about) != 0) return Refused("read", file);
    const int error = ReadAll(fd.get(), static_cast<std::size_t>(about.st_size), text);
    if (error != 0) return Refused("read", file, error);
    return {};
  }

  Result<std::string> ReadPart(const fs::path& file, std::uint64_t begin, std::uint64_t most) const override {
    const Descriptor fd(file, O_RDONLY);
    if (!fd || ::lseek(fd.get(), static_cast<off_t>(begin), SEEK_SET) < 0) return Refused("read", file);
    std::string text;
    const int error = ReadAll(fd.get(), most, text, most);
    if (error != 0) return Refused("read", file, error);
    return text;
  }

  void Prefetch(const fs::path& file) const override {
    constexpr off_t kAtOnce = 256 << 10;  // of one wish the kernel fetches no more than it would read ahead
    const Descriptor fd(file, O_RDONLY);
    struct stat about {};
    if (!fd || ::fstat(fd.get(), &about) != 0) return;
    for (off_t at = 0; at < about.st_size; at += kAtOnce) ::posix_fadvise(fd.get(), at, kAtOnce, POSIX_FADV_WILLNEED);
  }

  Result<std::uint64_t> Size(const fs::path& file) const override {
    struct stat about {};
    if (::stat(file.c_str(), &about) != 0) return Refused("look at", file);
    return static_cast<std::uint64_t>(about.st_size);
  }

  Status Replace(const fs::path& file, std::string_view bytes) override {
    auto beside = file;
    beside += ".new";
    if (::unlink(beside.c_str()) != 0 && errno != ENOENT) return Refused("replace", beside);
    const auto written = OpenAppend(beside).and_then(
        [&](const auto& fresh) { return fresh->Append(bytes).and_then([&] { return fresh->Sync(); }); });
    if (!written) return written;
    if (::rename(beside.c_str(), file.c_str()) != 0) return Refused("replace", file);
    return SyncFolder(file.parent_path());
  }

  Status Remove(const fs::path& file) override {
    if (::unlink(file.c_str()) != 0) return Refused("delete", file);
    return {};
  }

  Result<std::unique_ptr<AppendFile>> OpenAppend(const fs::path& file) override {
    Descriptor fd(file, O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (!fd) return Refused("open", file);
    return std::make_unique<RealFile>(file, std::move(fd));
  }

  Status SyncFolder(const fs::path& folder) override {
    const Descriptor fd(folder, O_RDONLY | O_DIRECTORY);
    if (!fd || ::fsync(fd.get()) != 0) return Refused("sync folder", folder);
    return {};
  }

  std::uint64_t FileSystemOf(const fs::path& folder) const override {
    struct stat about {};
    if (::stat(folder.c_str(), &about) == 0) return about.st_dev;
    if (errno != ENOENT) return kUnknown;
    return folder.has_relative_path() ? FileSystemOf(folder.parent_path()) : 0;
  }

  /// The folder first: of those that start at once the one that has it gets the file, too.
  Result<std::unique_ptr<FolderLock>> Lock(const fs::path& folder) override {
    const auto file = folder / "journal.lock";
    auto whole = Locked(folder, Descriptor(folder, O_RDONLY | O_DIRECTORY));
    if (!whole && whole.error().code == Errc::kConflict) return TakenBy(HolderIn(file), file);
    auto named = Locked(file, LockFile(file));
    if (!named && named.error().code == Errc::kConflict) return TakenBy(HolderIn(file), file);
    if (!whole && !named)
      return Fail(named.error().code, named.error().message,
                  "without a lock two daemons could be at work on one project: let this folder be written, or name "
                  "another one: DOCKTOR_STATE_DIR");
    auto lock = std::make_unique<FlockedFolder>(std::move(whole), std::move(named));
    lock->NameHolder();
    return lock;
  }

 private:
  static Descriptor LockFile(const fs::path& file) {
    Descriptor writable(file, O_RDWR | O_CREAT, 0600);
    if (writable) return writable;
    const int why = errno;
    Descriptor readable(file, O_RDONLY);
    if (!readable) errno = why;
    return readable;
  }

  /// "process 12"; one whose name could not be written is another one than the file says.
  std::string HolderIn(const fs::path& file) const {
    const auto text = ReadPart(file, 0, 32).value_or("");
    pid_t pid = 0;
    std::from_chars(text.data(), text.data() + text.size(), pid);
    return pid > 0 && (::kill(pid, 0) == 0 || errno == EPERM) ? fmt::format("process {}", pid) : "another process";
  }

  /// Of the process nothing is left but a write that nobody can end.
  static bool OnlyHangs(const std::string& holder) {
    std::ifstream file("/proc/" + holder.substr(holder.find(' ') + 1) + "/stat");
    const std::string stat(std::istreambuf_iterator<char>(file), {});
    const auto name_end = stat.rfind(')');
    return name_end != std::string::npos && stat.compare(name_end, 3, ") Z") == 0;
  }

  static tl::unexpected<Error> TakenBy(const std::string& holder, const fs::path& file) {
    if (OnlyHangs(holder))
      return Fail(
          Errc::kConflict,
          fmt::format("lock {}: {} has ended, but a disk has not answered its last write", file.string(), holder),
          "once that disk answers, or is gone, start the daemon again");
    return Fail(Errc::kConflict, fmt::format("lock {}: {} has it already", file.string(), holder),
                "stop the other daemon first: docktor daemon stop");
  }
};

}  // namespace

Result<std::string> Disk::Read(const fs::path& file) const {
  std::string text;
  if (const auto read = ReadInto(text, file); !read) return tl::unexpected(read.error());
  return text;
}

Disk& RealDisk() {
  static Disk& disk = *new MachineDisk;  // never destroyed: a write that hangs outlives everything
  return disk;
}

}  // namespace docktor::remember
