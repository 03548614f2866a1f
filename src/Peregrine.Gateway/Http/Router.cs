using System.Diagnostics.CodeAnalysis;

namespace Peregrine.Gateway.Http;

/// <summary>Finds the route of a path, segment by segment. A literal segment wins over a parameter.</summary>
internal sealed class Router
{
    public const string Prefix = "/api/v1";
    public const int ParametersMax = 2;
    private readonly Node _root = new();

    public Router(IEnumerable<Route> routes)
    {
        foreach (Route route in routes) Add(route);
    }

    /// <summary>What was found: the route, or at least that other methods have one here.</summary>
    public readonly ref struct Match
    {
        public Route? Route { get; init; }

        /// <summary>The methods that the path has; empty when the path is unknown.</summary>
        public string Allow { get; init; }

        public Range First { get; init; }

        public Range Second { get; init; }
    }

    /// <param name="method">In capitals.</param>
    /// <param name="path">The whole path; ranges of parameters are in it.</param>
    public Match Find(string method, string path)
    {
        Node? node = _root;
        int at = path.StartsWith(Prefix, StringComparison.Ordinal) ? Prefix.Length : 0;
        if (path.Length > 1 && path[^1] == '/') return new() { Allow = "" };
        Span<Range> values = [default, default];
        int found = 0;
        while (at < path.Length && node is not null)
        {
            if (path[at] != '/') return new() { Allow = "" };
            int end = path.IndexOf('/', at + 1);
            if (end < 0) end = path.Length;
            if (node.TryLiteral(path.AsSpan(at + 1, end - at - 1), out Node? next)) node = next;
            else
            {
                node = node.Parameter;
                if (node is not null) values[found++] = new Range(at + 1, end);
            }
            at = end;
        }
        return node is null ? new() { Allow = "" } : new() { Route = node.Find(method), Allow = node.Allow, First = values[0], Second = values[1] };
    }

    private void Add(Route route)
    {
        Node node = _root;
        foreach (string segment in route.Path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            node = segment[0] == '{' ? node.Parameter ??= new Node() : node.Literal(segment);
        node.Add(route);
    }

    private sealed class Node
    {
        private readonly Dictionary<string, Node> _literals = new(StringComparer.Ordinal);
        private readonly List<Route> _routes = [];

        public Node? Parameter { get; set; }

        public string Allow { get; private set; } = "";

        public Node Literal(string segment)
        {
            if (!_literals.TryGetValue(segment, out Node? node)) _literals[segment] = node = new Node();
            return node;
        }

        public bool TryLiteral(ReadOnlySpan<char> segment, [NotNullWhen(true)] out Node? node) =>
            _literals.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(segment, out node);

        public void Add(Route route)
        {
            if (Find(route.Method) is not null) throw new ArgumentException($"{route} is in the table twice", nameof(route));
            _routes.Add(route);
            Allow = string.Join(", ", _routes.Select(r => r.Method));
        }

        public Route? Find(string method)
        {
            foreach (Route route in _routes)
            {
                if (route.Method == method) return route;
            }
            return null;
        }
    }
}
