#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

#include "support/compose_project.h"

namespace docktor::test {

/// The test image under a name and an id that nobody else uses: it can be deleted, and brought back as it was.
class OwnImage {
 public:
  OwnImage() {
    const auto container = Lines(Shell("docker create " + TestImage())).back();
    Shell(fmt::format("docker commit -c 'LABEL own={}' {} {}", name_, container, name_));
    Shell("docker rm " + container);
    Shell(fmt::format("docker save -o {} {}", file_.string(), name_));
  }
  ~OwnImage() {
    std::system(("docker rmi -f " + name_ + " >/dev/null 2>&1").c_str());  // it may be gone
    std::filesystem::remove(file_);
  }
  OwnImage(const OwnImage&) = delete;
  OwnImage& operator=(const OwnImage&) = delete;

  const std::string& name() const { return name_; }
  /// While no container is made of it.
  void Delete() { Shell("docker rmi " + name_); }
  void BringBack() { Shell("docker load -i " + file_.string()); }

 private:
  const std::string name_ = fmt::format("docktor-test/own-{}:dev", getpid());
  const std::filesystem::path file_ =
      std::filesystem::temp_directory_path() / fmt::format("docktor-test-image-{}.tar", getpid());
};

}  // namespace docktor::test
