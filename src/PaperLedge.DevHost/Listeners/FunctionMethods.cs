using System.Reflection;
using System.Reflection.Emit;
using Microsoft.Azure.WebJobs;
using PaperLedge.DevHost.Functions;
using PaperLedge.DevHost.Settings;

namespace PaperLedge.DevHost.Listeners;

/// <param name="input">The trigger's value.</param>
public delegate Task FunctionCall(string function, object input, IBinder binder, CancellationToken cancellationToken);

/// <summary>Generates the class <c>Host.Functions</c>, in which the WebJobs SDK finds its triggers.</summary>
/// <remarks>
/// It has a static method for each blob and queue function, whose parameter has the SDK's own attribute. The real host does the
/// same.
/// </remarks>
internal static class FunctionMethods
{
    private static readonly Type[] s_others = [typeof(IBinder), typeof(CancellationToken)];

    /// <param name="call">The callback of every method.</param>
    public static Type Make(IEnumerable<AppFunction> functions, AppSettings settings, FunctionCall call)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Host.Functions"), AssemblyBuilderAccess.Run);
        var type = assembly.DefineDynamicModule("Host.Functions")
            .DefineType("Host.Functions", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        var field = type.DefineField("Call", typeof(FunctionCall), FieldAttributes.Public | FieldAttributes.Static);
        foreach (var function in functions)
        {
            Add(type, field, function, settings);
        }

        var made = type.CreateType();
        made.GetField(field.Name)!.SetValue(null, call);
        return made;
    }

    private static void Add(TypeBuilder type, FieldInfo call, AppFunction function, AppSettings settings)
    {
        var input = function.WantsReference ? typeof(ParameterBindingData) : function.WantsBytes ? typeof(byte[]) : typeof(string);
        var method = type.DefineMethod(
                function.Name, MethodAttributes.Public | MethodAttributes.Static, typeof(Task), [input, .. s_others]);
        method.DefineParameter(1, ParameterAttributes.None, function.Parameter).SetCustomAttribute(TriggerAttribute(function, settings));
        method.DefineParameter(2, ParameterAttributes.None, "binder");
        method.DefineParameter(3, ParameterAttributes.None, "cancellationToken");

        var body = method.GetILGenerator();
        body.Emit(OpCodes.Ldsfld, call);
        body.Emit(OpCodes.Ldstr, function.Name);
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Ldarg_1);
        body.Emit(OpCodes.Ldarg_2);
        body.Emit(OpCodes.Callvirt, typeof(FunctionCall).GetMethod(nameof(FunctionCall.Invoke))!);
        body.Emit(OpCodes.Ret);
    }

    private static CustomAttributeBuilder TriggerAttribute(AppFunction function, AppSettings settings)
    {
        var (attribute, place) = function.IsBlob
            ? (typeof(BlobTriggerAttribute), function.BlobPath)
            : (typeof(QueueTriggerAttribute), function.Text("queueName"));
        var properties = new Dictionary<PropertyInfo, object>();
        if (function.Text("connection") is { Length: > 0 } connection)
        {
            properties[attribute.GetProperty("Connection")!] = connection;
        }

        if (function.IsBlob)
        {
            properties[attribute.GetProperty("Source")!] =
                function.IsAnnouncedByEventGrid ? BlobTriggerSource.EventGrid : BlobTriggerSource.LogsAndContainerScan;
        }

        return new CustomAttributeBuilder(
            attribute.GetConstructor([typeof(string)])!,
            [settings.Resolve(place!, function.Name)],
            [.. properties.Keys],
            [.. properties.Values]);
    }
}
