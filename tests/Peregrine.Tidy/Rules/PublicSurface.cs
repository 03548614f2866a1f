using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Peregrine.Tidy.Rules;

/// <summary>The public types and members of an assembly as sorted lines, to be compared with a committed file: a change of what others build on is seen in review.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Journals and clients hold these numbers for ever: their members are only gained.</summary>
    private static readonly string[] OnlyGain = ["RejectCode", "EventKind", "CommandKind"];

    public static string[] Describe(IEnumerable<Type> types) =>
        types.Where(t => t.IsVisible).SelectMany(Lines).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();

    public static IEnumerable<string> Compare(string[] committed, string[] actual) =>
        committed.Except(actual, StringComparer.Ordinal).Select(l => $"no longer public: {l}")
            .Concat(actual.Except(committed, StringComparer.Ordinal).Select(l => $"newly public: {l}"));

    /// <summary>What no blessing rewrites; whoever means it edits the file by hand. A member that changed its number is gone, too.</summary>
    public static IEnumerable<string> Lost(string[] committed, string[] actual) =>
        committed.Except(actual, StringComparer.Ordinal).Where(IsForEver).Select(l => $"may not go: {l}");

    /// <summary>`Namespace.RejectCode.BookFull = 301`: the name before the last dot ends with one of ours.</summary>
    private static bool IsForEver(string line)
    {
        int equals = line.IndexOf(" = ", StringComparison.Ordinal);
        return equals > 0 && line[..equals].Split('.') is [.., string type, _] && OnlyGain.Contains(type);
    }

    private static IEnumerable<string> Lines(Type type)
    {
        string name = Name(type);
        if (type.IsEnum)
        {
            yield return $"{name} : enum {Name(Enum.GetUnderlyingType(type))}";
            foreach (FieldInfo member in type.GetFields(BindingFlags.Public | BindingFlags.Static))
                yield return $"{name}.{member.Name} = {Convert.ToString(member.GetRawConstantValue(), CultureInfo.InvariantCulture)}";
            yield break;
        }
        yield return $"{name} : {Kind(type)}";
        foreach (MemberInfo member in type.GetMembers(Declared))
        {
            if (Member(member) is { } text) yield return $"{name}.{text}";
        }
    }

    private static string Kind(Type type)
    {
        string kind = typeof(Delegate).IsAssignableFrom(type) ? "delegate"
            : type.IsInterface ? "interface"
            : type.IsValueType ? (type.IsByRefLike ? "ref struct" : "struct")
            : type.IsAbstract && type.IsSealed ? "static class"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class" : "class";
        if (type.IsValueType && type.GetCustomAttribute<IsReadOnlyAttribute>() is not null) kind = "readonly " + kind;
        IEnumerable<string> bases = type.GetInterfaces().Select(Name).Order(StringComparer.Ordinal);
        if (type.IsClass && type.BaseType is { } parent && parent != typeof(object)) bases = bases.Prepend(Name(parent));
        string[] all = bases.ToArray();
        return all.Length == 0 ? kind : $"{kind}, {string.Join(", ", all)}";
    }

    private static string? Member(MemberInfo member) => member switch
    {
        FieldInfo f when IsOpen(f.IsPublic, f.IsFamily || f.IsFamilyOrAssembly) =>
            f.IsLiteral ? $"{f.Name} : const {Name(f.FieldType)} = {Convert.ToString(f.GetRawConstantValue(), CultureInfo.InvariantCulture)}"
            : $"{f.Name} : {(f.IsStatic ? "static " : "")}{(f.IsInitOnly ? "readonly " : "")}{Name(f.FieldType)}",
        PropertyInfo p when p.GetAccessors(nonPublic: true).Any(IsOpen) => Property(p),
        EventInfo e when e.AddMethod is { } add && IsOpen(add) => $"{e.Name} : event {Name(e.EventHandlerType!)}",
        ConstructorInfo c when IsOpen(c) => $"constructor({Parameters(c)})",
        // What the compiler writes for a record follows from the record.
        MethodInfo m when IsOpen(m) && !IsAccessor(m) && m.GetCustomAttribute<CompilerGeneratedAttribute>() is null =>
            $"{m.Name}{Generics(m)}({Parameters(m)}) : {(m.IsStatic ? "static " : "")}{Returned(m)}",
        _ => null,
    };

    private static bool IsOpen(MethodBase method) => IsOpen(method.IsPublic, method.IsFamily || method.IsFamilyOrAssembly);
    private static bool IsOpen(bool isPublic, bool isFamily) => isPublic || isFamily;

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static string Property(PropertyInfo property)
    {
        string accessors = property.GetMethod is { } get && IsOpen(get) ? "get;" : "";
        if (property.SetMethod is { } set && IsOpen(set))
            accessors += set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;";
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(p => Name(p.ParameterType)))}]";
        return $"{name} : {Name(property.PropertyType)} {{ {accessors.Trim()} }}";
    }

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Returned(MethodInfo method) =>
        method.ReturnType.IsByRef && method.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? $"readonly {Name(method.ReturnType)}" : Name(method.ReturnType);

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p =>
        p.ParameterType.IsByRef ? $"{(p.IsOut ? "out" : p.IsIn ? "in" : "ref")} {Name(p.ParameterType.GetElementType()!)}" : Name(p.ParameterType)));

    private static string Name(Type type)
    {
        if (type.IsByRef) return $"ref {Name(type.GetElementType()!)}";
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[]";
        if (type.IsGenericParameter) return type.Name;
        if (type == typeof(void)) return "void";
        if (type.IsPrimitive || type == typeof(string) || type == typeof(object)) return type.Name;
        string name = type.IsNested ? $"{Name(type.DeclaringType!)}.{type.Name}" : $"{type.Namespace}.{type.Name}";
        return type.IsGenericType ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }
}
