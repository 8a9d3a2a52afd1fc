// How long a start takes, from the first moment of the process to the window's first picture on the screen:
// `saysee-gui --measure-start`.
#pragma once

#include "ui/main_window.h"

#include <QObject>

namespace saysee::gui {

class StartClock : public QObject {
    Q_OBJECT

public:
    // Make one before `window` is shown.
    explicit StartClock(ui::MainWindow& window);

Q_SIGNALS:
    // Once. Milliseconds, to 10; processor time is that of all threads so far.
    void painted(double passed, double processor);
};

}  // namespace saysee::gui
