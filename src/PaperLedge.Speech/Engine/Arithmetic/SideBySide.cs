using System.Runtime.ExceptionServices;

namespace PaperLedge.Speech.Engine.Arithmetic;

internal static class SideBySide
{
    /// <summary>Runs a loop like <see cref="Parallel.For(int, int, Action{int})"/>, but throws what the first failing part threw.</summary>
    public static void For(int count, Action<int> part) => For(count, Environment.ProcessorCount, part);

    public static void Invoke(params Action[] parts) => For(parts.Length, i => parts[i]());

    /// <param name="cores">The largest number of cores that may be used.</param>
    public static void For(int count, int cores, Action<int> part)
    {
        if (cores == 1)
        {
            for (var i = 0; i < count; i++)
            {
                part(i);
            }

            return;
        }

        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = cores }, part);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
