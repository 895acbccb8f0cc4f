using System.Collections.Concurrent;
using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Google.Protobuf;
using Proto = Catalog.Feast.Messages.Core;

namespace Catalog.Feast.Registry;

/// <summary>The definitions in force as Feast's registry has them: all of them as one project, and those of each domain as one. Thread-safe.</summary>
public sealed class FeastRegistry
{
    private readonly DefinitionRegistry _definitions;
    private volatile State _current;

    /// <summary>A registry over the definitions.</summary>
    /// <param name="definitions">The definitions.</param>
    /// <param name="project">The name of the project that has them all.</param>
    public FeastRegistry(DefinitionRegistry definitions, string project)
    {
        _definitions = definitions;
        _current = new State(definitions.Current, project, null);
    }

    /// <summary>Everything that is in force now.</summary>
    internal State Current
    {
        get
        {
            var set = _definitions.Current;
            return _current.Set == set ? _current : _current = new State(set, _current.Project, null);
        }
    }

    /// <summary>What is in force now of a project; a request that names none means everything.</summary>
    /// <exception cref="Grpc.GrpcException">There is no such project.</exception>
    internal State Require(string project)
    {
        var whole = Current;
        return project.Length == 0 || project == whole.Project ? whole : whole.FindDomain(project) ?? throw RegistryErrors.NoProject(project, whole);
    }

    /// <summary>The bytes of a <c>feast.core.Registry</c>, as Feast keeps them in a <c>registry.db</c>.</summary>
    public byte[] ToFile() => Current.Message.ToByteArray();

    /// <summary>One state of the definitions in both shapes. The message is shared: nobody changes it.</summary>
    internal sealed class State
    {
        private readonly Lazy<Proto.Registry> _message;
        private readonly ConcurrentDictionary<string, State> _domains = new(StringComparer.Ordinal);

        internal State(DefinitionSet set, string project, string? domain)
        {
            (Set, Project, Domain) = (set, project, domain);
            _message = new Lazy<Proto.Registry>(() => RegistryMessages.Of(this));
        }

        /// <summary>All definitions, whatever the project.</summary>
        internal DefinitionSet Set { get; }

        internal string Project { get; }

        /// <summary>The domain that the project is; null for everything.</summary>
        internal string? Domain { get; }

        /// <summary>What the project has.</summary>
        internal Proto.Registry Message => _message.Value;

        /// <summary>Whether the project has what a domain owns.</summary>
        internal bool Has(string domain) => Domain is null || Domain == domain;

        internal State? FindDomain(string name)
            => Set.FindModel<Domain>(DefinitionKind.Domain, name) is null ? null : _domains.GetOrAdd(name, static (name, set) => new State(set, name, name), Set);
    }
}
