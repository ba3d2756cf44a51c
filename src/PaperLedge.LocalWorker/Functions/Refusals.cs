using System.Reflection;

namespace PaperLedge.LocalWorker.Functions;

/// <summary>Gathers everything that is wrong with an app, so that one start tells it all.</summary>
internal sealed class Refusals
{
    private readonly List<string> _problems = [];

    public bool Any => _problems.Count > 0;

    public void Add(string problem) => _problems.Add(problem);

    public void Add(string function, string problem) => _problems.Add($"Function '{function}': {problem}");

    public void Add(string function, ParameterInfo parameter, string problem) =>
        _problems.Add($"Function '{function}', parameter '{parameter.Name}' of type {TypeName(parameter.ParameterType)}: {problem}");

    /// <summary>Takes the problems that <paramref name="work"/> throws into the list; false if there were any.</summary>
    public bool Try(Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (RefusedException refused)
        {
            _problems.AddRange(refused.Problems);
            return false;
        }
    }

    /// <exception cref="RefusedException">Something was refused.</exception>
    public void ThrowIfAny()
    {
        if (Any)
        {
            throw new RefusedException(_problems);
        }
    }

    public static string TypeName(Type type)
    {
        if (!type.IsGenericType)
        {
            return type.Name;
        }

        var name = type.Name;
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return $"{(tick < 0 ? name : name[..tick])}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>";
    }
}
