// The command line as a person types it, in process.
#pragma once

#include "app/cli/run_cli.h"

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace saysee::test {

struct Outcome {
    int code = -1;
    std::string out;
    std::string err;
    [[nodiscard]] nlohmann::json document() const { return nlohmann::json::parse(out, nullptr, false); }
};

inline Outcome run(const std::vector<std::string>& arguments, const std::string& input = {})
{
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    const int code = cli::runCli(arguments, {in, out, err, false});
    return {code, out.str(), err.str()};
}

inline bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace saysee::test
