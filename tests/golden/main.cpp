// saysee-golden [device]: the golden checks where Qt is absent, on the CPU or a GPU. Exit code 1 when one fails.
#include "golden/golden_checks.h"

#include <exception>
#include <iostream>

int main(int argumentCount, char** arguments)
{
    const std::string device = argumentCount > 1 ? arguments[1] : "cpu";
    if (argumentCount > 2 || (device != "cpu" && device.rfind("cuda", 0) != 0)) {
        std::cerr << "Usage: saysee-golden [cpu|cuda|cuda:N]\n";
        return 2;
    }
    int failed = 0;
    int skipped = 0;
    for (const saysee::test::GoldenCheck& check : saysee::test::allGoldenChecks()) {
        if (!std::filesystem::exists(check.needs)) {
            std::cout << "skip  " << check.name << ": needs " << check.needs.string() << '\n';
            ++skipped;
            continue;
        }
        std::string problem;
        try {
            problem = check.run(device);
        } catch (const std::exception& error) {
            problem = error.what();
        }
        std::cout << (problem.empty() ? "pass  " : "FAIL  ") << check.name << (problem.empty() ? "" : ": " + problem)
                  << '\n';
        failed += problem.empty() ? 0 : 1;
    }
    std::cout << failed << " failed, " << skipped << " skipped\n";
    return failed == 0 ? 0 : 1;
}
