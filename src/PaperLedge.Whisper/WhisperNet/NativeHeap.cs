using System.Runtime.InteropServices;

namespace PaperLedge.Whisper.WhisperNet;

/// <summary>
/// Keeps the GNU C library from holding on to whisper.cpp's buffers. Buffers of megabytes are mapped, and unmapped when they are freed; but
/// by default the first such free raises the size from which that is done, up to 32 MiB. From then on they come from the heaps of the
/// threads that ask for them, one after the other, which grow with every window that is read.
/// </summary>
internal static partial class NativeHeap
{
    /// <summary><c>M_MMAP_THRESHOLD</c> in <c>malloc.h</c>.</summary>
    private const int MmapThreshold = -3;

    /// <summary>The library's own, in bytes; setting it keeps it from being raised (mallopt(3)).</summary>
    private const int DefaultThreshold = 128 * 1024;

    private const string GnuC = "libc.so.6";

    /// <summary>Has every large buffer of this process go back to the system when it is freed. Does nothing where there is another C library.</summary>
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
