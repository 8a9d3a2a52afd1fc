// Where the material lies that tests read but the project does not hold (golden values, real photos and speech), and
// where the networks run.
#pragma once

#include <filesystem>
#include <string>

namespace saysee::test {

// The folder named by SAYSEE_SHARED, else `../shared` beside the project. It may not exist.
std::filesystem::path sharedDirectory();

// The project's own folder (tests run from the build tree).
std::filesystem::path sourceDirectory();

// Where networks run in a test that saysee_run_on_gpu() repeats: SAYSEE_TEST_DEVICE, else "cpu".
std::string testDevice();

}  // namespace saysee::test

// Skips the running test function, saying why, when `path` is absent.
#define SAYSEE_NEEDS(path)                                                                                           \
    do {                                                                                                             \
        if (!std::filesystem::exists(path))                                                                          \
            QSKIP(qPrintable(QStringLiteral("needs %1").arg(QString::fromStdString((path).string()))));              \
    } while (false)
