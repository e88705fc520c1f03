/// Serves the fixtures over HTTP on a free port of this machine until its input ends: mcp_fixture TOKEN. Prints its
/// address.
#include <cstdio>
#include <iostream>

#include "mcp_fixture/fixture_tools.h"
#include "operations/list.h"
#include "serve/http_server.h"
#include "unit/operations/world.h"

int main(int argc, char** argv) {
  using namespace docktor;
  if (argc != 2) return std::fputs("wants a token\n", stderr), 2;
  operations::World world;
  const operations::TemporaryFolder folder;
  const serve::Router router(world.context, operations::All(), test::FixtureOffer());
  auto listener = serve::TcpListener::Open({.port = 0});
  if (!listener) return std::fputs((listener.error().message + "\n").c_str(), stderr), 1;
  std::cout << "http://" << listener->address().Text() << std::endl;
  const auto server =
      serve::HttpServer::Open({.socket = folder.path / "socket"}, router,
                              serve::HttpServer::Tcp{*std::move(listener), {.program = argv[1], .persons = {}}});
  if (!server) return std::fputs((server.error().message + "\n").c_str(), stderr), 1;
  for (std::string line; std::getline(std::cin, line);) {
  }
  return 0;
}
