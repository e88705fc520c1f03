#include "cli/main.h"

int main(int argc, char** argv) { return docktor::cli::Main(argc, argv); }
