// Holds the precompiled header that all users of LibTorch share.
