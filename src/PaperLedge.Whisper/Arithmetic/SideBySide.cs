using System.Runtime.ExceptionServices;

namespace PaperLedge.Whisper.Arithmetic;

/// <summary>Work on all cores.</summary>
internal static class SideBySide
{
    /// <summary>As <see cref="Parallel.For(int, int, Action{int})"/>, but throws what the first failing part threw.</summary>
    public static void For(int count, Action<int> part)
    {
        try
        {
            Parallel.For(0, count, part);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
