// The whole command line as a function, so that tests call it in process.
#pragma once

#include "app/cli/context.h"

#include <span>
#include <string>

namespace saysee::cli {

// `arguments` without the program's name. Returns the exit code; never throws.
int runCli(std::span<const std::string> arguments, Streams streams, std::stop_token stop = {});

}  // namespace saysee::cli
