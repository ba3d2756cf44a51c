using System.Runtime.InteropServices;
using PaperLedge.Speech.Ggml;
using PaperLedge.Speech.WhisperNet;

namespace PaperLedge.Tests.Speech.WhisperNet;

public sealed class NativeHeapTests
{
    /// <summary>In the word before a block of the GNU C library: mapped by itself, and unmapped when it is freed.</summary>
    private const nuint IsMapped = 2;

    [Fact]
    public unsafe void With_a_model_loaded_a_large_buffer_is_mapped_though_a_larger_one_was_freed_before_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out _), "This is about the GNU C library.");
        using var model = NetModel.Load(ModelResolver.BuiltInPath, ModelResolver.BuiltIn);
        NativeMemory.Free(NativeMemory.Alloc(16 << 20));

        // More than other tests can have left free in a heap: the last must come from the system.
        var buffers = new nuint*[64];
        for (var i = 0; i < buffers.Length; i++)
        {
            buffers[i] = (nuint*)NativeMemory.Alloc(8 << 20);
        }

        var last = buffers[^1][-1] & IsMapped;
        foreach (var buffer in buffers)
        {
            NativeMemory.Free(buffer);
        }

        Assert.Equal(IsMapped, last);
    }
}
