using System.Runtime.InteropServices;

namespace PaperLedge.Speech.WhisperNet;

/// <summary>Keeps the GNU C library from holding on to whisper.cpp's buffers.</summary>
/// <remarks>
/// Buffers of megabytes are mapped, and unmapped when they are freed; but by default the first such free raises the size from which that
/// is done, up to 32 MiB. From then on buffers come from the heaps of the threads that allocate them, one after the other, and those
/// heaps grow with every window.
/// </remarks>
internal static partial class NativeHeap
{
    // M_MMAP_THRESHOLD in malloc.h.
    private const int MmapThreshold = -3;

    // The library's own default, in bytes; setting it keeps it from being raised (mallopt(3)).
    private const int DefaultThreshold = 128 * 1024;

    private const string GnuC = "libc.so.6";

    public static void ReturnLargeBuffers()
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad(GnuC, out var library))
        {
            if (NativeLibrary.TryGetExport(library, "mallopt", out _))
            {
                _ = SetOption(MmapThreshold, DefaultThreshold);
            }

            NativeLibrary.Free(library);
        }
    }

    [LibraryImport(GnuC, EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
