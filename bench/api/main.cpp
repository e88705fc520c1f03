/// The two programs that bench/api/api.py runs: a daemon with many services, and those who follow what it does.
///
///   bench_api serve FOLDER SERVICES                 prints its address; until its input ends
///   bench_api follow PORT TOKEN FOLLOWERS LAZY      prints "ready", and a report as JSON once its input ends
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "bench/api/followers.h"
#include "bench/api/shop.h"
#include "core/json.h"

namespace {

int Serve(const std::string& folder, int services) {
  const docktor::bench::Shop shop(folder, services);
  std::cout << shop.url() << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
  }
  return 0;
}

int Follow(const docktor::bench::FollowersSetup& setup) {
  std::cout << docktor::WriteJson(docktor::ToJson(docktor::bench::Follow(setup))) << std::endl;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  try {
    if (words.size() == 3 && words[0] == "serve") return Serve(words[1], std::stoi(words[2]));
    if (words.size() == 5 && words[0] == "follow")
      return Follow({.port = static_cast<unsigned short>(std::stoi(words[1])),
                     .token = words[2],
                     .followers = std::stoi(words[3]),
                     .lazy = std::stoi(words[4])});
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
  std::cerr << "wants serve FOLDER SERVICES, or follow PORT TOKEN FOLLOWERS LAZY\n";
  return 2;
}
