using Catalog.Definitions;
using Catalog.Definitions.Model;
using Google.Protobuf;
using Proto = Catalog.Feast.Messages.Core;

namespace Catalog.Feast.Registry;

/// <summary>The definitions in force as Feast's registry has them. Thread-safe.</summary>
public sealed class FeastRegistry
{
    private readonly DefinitionRegistry _definitions;
    private volatile State _state;

    /// <summary>A registry of one project.</summary>
    /// <param name="definitions">The definitions.</param>
    /// <param name="project">The name that the catalogue has among Feast's projects.</param>
    public FeastRegistry(DefinitionRegistry definitions, string project)
    {
        (_definitions, Project) = (definitions, project);
        _state = new State(definitions.Current, project);
    }

    /// <summary>The name that the catalogue has among Feast's projects.</summary>
    public string Project { get; }

    /// <summary>What is in force now. The message is shared: nobody changes it.</summary>
    internal State Current
    {
        get
        {
            var set = _definitions.Current;
            return _state.Set == set ? _state : _state = new State(set, Project);
        }
    }

    /// <summary>The bytes of a <c>feast.core.Registry</c>, as Feast keeps them in a <c>registry.db</c>.</summary>
    public byte[] ToFile() => Current.Message.ToByteArray();

    /// <summary>One state of the definitions in both shapes.</summary>
    internal sealed class State(DefinitionSet set, string project)
    {
        private readonly Lazy<Proto.Registry> _message = new(() => RegistryMessages.Of(set, project));

        internal DefinitionSet Set { get; } = set;

        internal Proto.Registry Message => _message.Value;
    }
}
