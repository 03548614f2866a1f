using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Peregrine.Tidy.Rules;

/// <summary>Functions past 70 lines and files past 400 are looked at again: they stand in a list with their reason, or they are split.</summary>
internal static class Lengths
{
    public const int FunctionLines = 70, FileLines = 400;

    public static IEnumerable<string> CheckFunctions(IEnumerable<TextFile> files, TextFile exceptions)
    {
        var offenders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (TextFile file in Sources(files))
        {
            SyntaxNode root = CSharpSyntaxTree.ParseText(file.Text).GetRoot();
            foreach (SyntaxNode function in root.DescendantNodes().Where(IsFunction))
                Measure(offenders, $"{file.Path} {Name(function)}", Lines(First(function), function.GetLastToken()));
            GlobalStatementSyntax[] program = root.ChildNodes().OfType<GlobalStatementSyntax>().ToArray();
            if (program.Length > 0) Measure(offenders, $"{file.Path} top-level", Lines(program[0].GetFirstToken(), program[^1].GetLastToken()));
        }
        return ExceptionList.Compare(exceptions, offenders);
    }

    public static IEnumerable<string> CheckFiles(IEnumerable<TextFile> files, TextFile exceptions)
    {
        var offenders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (TextFile file in Sources(files))
        {
            int lines = file.Text.AsSpan().Count('\n');
            if (lines > FileLines) offenders[file.Path] = $"{lines} lines, past {FileLines}";
        }
        return ExceptionList.Compare(exceptions, offenders);
    }

    private static IEnumerable<TextFile> Sources(IEnumerable<TextFile> files) => files.Where(f => f.Is(".cs") && f.IsUnder("src"));

    private static void Measure(Dictionary<string, string> offenders, string name, int lines)
    {
        if (lines > FunctionLines) offenders[name] = $"{lines} lines, past {FunctionLines}";
    }

    private static bool IsFunction(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or PropertyDeclarationSyntax { ExpressionBody: not null };

    /// <summary>Attributes and comments above do not count: they are not what makes a function long.</summary>
    private static SyntaxToken First(SyntaxNode function)
    {
        SyntaxNode? attributes = function.ChildNodes().LastOrDefault(n => n is AttributeListSyntax);
        return attributes is null ? function.GetFirstToken() : attributes.GetLastToken().GetNextToken();
    }

    private static int Lines(SyntaxToken first, SyntaxToken last) =>
        last.GetLocation().GetLineSpan().EndLinePosition.Line - first.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>`Type.Member`, with the member around a local function or an accessor. Overloads share a name and so an entry.</summary>
    private static string Name(SyntaxNode function) => string.Join('.', function.AncestorsAndSelf().Select(Part).Where(p => p.Length > 0).Reverse());

    private static string Part(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax => "constructor",
        DestructorDeclarationSyntax => "finalizer",
        OperatorDeclarationSyntax op => "operator" + op.OperatorToken.Text,
        ConversionOperatorDeclarationSyntax conversion => "operator" + conversion.Type,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        IndexerDeclarationSyntax => "this",
        EventDeclarationSyntax declaration => declaration.Identifier.Text,
        AccessorDeclarationSyntax accessor => accessor.Keyword.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        _ => "",
    };
}
