// A window for tests: its own XDG folders, a microphone made of samples, no display needed.
#pragma once

#include "app/gui/composition.h"
#include "tests/support/fake_audio_input.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

namespace saysee::test {

// Points XDG_*_HOME into a folder of its own. Make one before anything asks for paths.
class OwnHome {
public:
    OwnHome()
    {
        for (const char* name : {"XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"})
            qputenv(name, (m_folder.path() + QLatin1Char('/') + QString::fromLatin1(name)).toUtf8());
    }
    [[nodiscard]] std::filesystem::path path() const { return m_folder.path().toStdString(); }

private:
    QTemporaryDir m_folder;
};

// The program as it starts, on a fake microphone that the test can script.
class OffscreenWindow {
public:
    explicit OffscreenWindow(FakeMicrophoneScript script = {}, const std::filesystem::path& library = {},
                             const std::string& pack = {})
    {
        auto microphone = std::make_unique<FakeAudioInput>(std::move(script));
        m_microphone = microphone.get();
        gui::Options options;
        options.library = library;
        options.pack = pack;
        options.microphone = std::move(microphone);
        m_composition = std::make_unique<gui::Composition>(*qApp, std::move(options));
    }
    // Until every panel is made, and what takes long may begin.
    [[nodiscard]] bool show()
    {
        QSignalSpy ready(&context().bus, &ui::WindowBus::ready);
        window().show();
        window().activateWindow();
        constexpr int patience = 120'000;  // milliseconds: a busy machine is no failure
        return ready.wait(patience) && QTest::qWaitForWindowActive(&window());
    }
    [[nodiscard]] ui::MainWindow& window() { return m_composition->window(); }
    [[nodiscard]] ui::PanelContext& context() { return m_composition->context(); }
    [[nodiscard]] FakeAudioInput& microphone() { return *m_microphone; }
    operator gui::Composition&() { return *m_composition; }  // NOLINT(google-explicit-constructor)

private:
    FakeAudioInput* m_microphone = nullptr;
    std::unique_ptr<gui::Composition> m_composition;
};

}  // namespace saysee::test
