#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace docktor::test {

/// What a command printed, both streams; a test failure where it does not exit with 0.
inline std::string Shell(const std::string& command) {
  std::string output;
  auto* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) {
    ADD_FAILURE() << "cannot run " << command;
    return output;
  }
  std::array<char, 4096> part;
  for (std::size_t size = 0; (size = fread(part.data(), 1, part.size(), pipe)) > 0;) output.append(part.data(), size);
  EXPECT_EQ(pclose(pipe), 0) << command << "\n" << output;
  return output;
}

inline std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// The image of which test containers are made.
inline std::string TestImage() {
  const auto* image = std::getenv("DOCKTOR_TEST_IMAGE");
  return image == nullptr || *image == '\0' ? "docktor-demo/web:dev" : image;
}

/// A port of 127.0.0.1 that nobody uses at the moment.
inline int FreePort() {
  const int socket_fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  EXPECT_EQ(bind(socket_fd, generic, size), 0);
  EXPECT_EQ(getsockname(socket_fd, generic, &size), 0);
  close(socket_fd);
  return ntohs(address.sin_port);
}

/// A Compose project of its own name in a folder of its own, at the engine of DOCKER_HOST. Taken down at the end,
/// volumes and all.
class ComposeProject {
 public:
  explicit ComposeProject(const std::string& compose_file) {
    auto pattern = (std::filesystem::temp_directory_path() / "docktor-test-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    name_ = "docktor-test-" + std::to_string(getpid());
    Write("compose.yaml", compose_file);
  }
  ~ComposeProject() {
    Compose("down -v -t 1");
    std::filesystem::remove_all(folder_);
  }
  ComposeProject(const ComposeProject&) = delete;
  ComposeProject& operator=(const ComposeProject&) = delete;

  const std::string& name() const { return name_; }
  const std::filesystem::path& folder() const { return folder_; }

  void Write(const std::string& file, const std::string& content) const { std::ofstream(folder_ / file) << content; }

  /// `docker compose ARGUMENTS` for this project, with variables before it: Compose("up -d", "X=2").
  std::string Compose(const std::string& arguments, const std::string& variables = "") const {
    return Shell(variables + " " + Command(arguments));
  }
  /// The same, again where others are at work on the same containers: they have just taken the name that it wanted for
  /// one, or removed another.
  void Insist(const std::string& arguments) const {
    constexpr int kTries = 5;
    for (int tries = 1; tries < kTries; ++tries)
      if (std::system((Command(arguments) + " >/dev/null 2>&1").c_str()) == 0) return;
    Compose(arguments);
  }
  std::string Command(const std::string& arguments) const {
    return "docker compose -p " + name_ + " --project-directory " + folder_.string() + " -f " +
           (folder_ / "compose.yaml").string() + " --progress quiet " + arguments;
  }

  /// Full ids of a service's containers, whatever their state, newest first.
  std::vector<std::string> Ids(const std::string& service) const {
    return Lines(Shell("docker ps -aq --no-trunc --filter label=com.docker.compose.project=" + name_ +
                       " --filter label=com.docker.compose.service=" + service));
  }

 private:
  std::filesystem::path folder_;
  std::string name_;
};

}  // namespace docktor::test
