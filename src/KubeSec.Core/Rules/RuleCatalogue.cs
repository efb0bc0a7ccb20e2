using KubeSec.Rules.Catalogue.Access;
using KubeSec.Rules.Catalogue.Admission;
using KubeSec.Rules.Catalogue.ControlPlane;
using KubeSec.Rules.Catalogue.Exposure;
using KubeSec.Rules.Catalogue.Hygiene;
using KubeSec.Rules.Catalogue.Identity;
using KubeSec.Rules.Catalogue.Images;
using KubeSec.Rules.Catalogue.Network;
using KubeSec.Rules.Catalogue.Pods;
using KubeSec.Rules.Catalogue.Reliability;
using KubeSec.Rules.Catalogue.Resources;
using KubeSec.Rules.Catalogue.Secrets;

namespace KubeSec.Rules;

/// <summary>Every rule, by code. Explicit lists: greppable and trim-safe.</summary>
internal static class RuleCatalogue
{
    /// <summary>New instances: rules hold no state between runs.</summary>
    public static IReadOnlyList<Rule> All() =>
    [
        .. Pods(), .. Images(), .. Network(), .. Exposure(), .. Access(), .. Identity(), .. Admission(), .. Secrets(),
        .. Resources(), .. Reliability(), .. Hygiene(), .. ControlPlane(),
    ];

    private static Rule[] Pods() =>
    [
        new PrivilegedContainer(),
        new PrivilegeEscalation(),
        new HostPid(),
        new HostIpc(),
        new HostNetwork(),
        new HostPort(),
        new RunAsNonRoot(),
        new RunAsUserZero(),
        new CapabilitiesDropAll(),
        new CapabilitiesAdded(),
        new CapabilitiesDangerous(),
        new SeccompNotSet(),
        new SeccompUnconfined(),
        new HostPathVolume(),
        new ReadonlyRootFilesystem(),
        new HostUsersNotIsolated(),
        new RunAsLowUid(),
        new RunAsLowGid(),
        new RootGroup(),
        new FsGroupUnset(),
        new CapabilitiesDropAny(),
        new CapabilityNetRaw(),
        new CapabilitySysModule(),
        new CapabilitiesBeyondRestricted(),
        new ApparmorNotSet(),
        new ApparmorUnconfined(),
        new SelinuxCustomOptions(),
        new ProcMountUnmasked(),
        new UnsafeSysctls(),
        new WindowsHostProcess(),
        new HostProbeOrLifecycleHost(),
        new RestrictedVolumeTypes(),
        new HostPathWritable(),
        new HostPathSensitive(),
        new HostPathProc(),
        new HostPathCloudCredentials(),
        new ContainerRuntimeSocket(),
        new HostAliases(),
        new SecurityContextMissing(),
        new LinuxHardeningAny(),
        new SudoInCommand(),
        new SshServerPort(),
        new PrivilegedContainerPort(),
        new InteractiveTty(),
        new FsgroupCveSymlink(),
        new RuntimeClassHardenedMissing(),
        new EphemeralContainersAllowed(),
        new HostUsersWithPrivilege(),
        new ReadOnlyMountNotRecursive(),
        new MountPropagationBidirectional(),
        new ShareProcessNamespace(),
        new SupplementalGroupsPolicyMerge(),
        new ApparmorAnnotationSupersededByField(),
        new DraAdminAccess(),
        new NodeNamePinning(),
        new TolerationEverything(),
        new TerminationMessagePathAbuse(),
        new RawBlockDevice(),
    ];

    private static Rule[] Exposure() =>
    [
        new GatewayListenerOpen(),
        new ReferenceGrantWildcard(),
        new IngressNoTls(),
        new IngressWildcardOrEmptyHost(),
        new IngressNginxSnippet(),
        new ServiceExternalName(),
        new LoadBalancerSourceRangesMissing(),
    ];

    private static Rule[] Access() =>
    [
        new RbacSecretsRead(),
        new RbacSecretsWrite(),
        new RbacCreatePods(),
        new RbacPodExec(),
        new RbacPodAttach(),
        new RbacPodPortforward(),
        new RbacEphemeralContainers(),
        new RbacNodesProxy(),
        new RbacImpersonate(),
        new RbacEscalate(),
        new RbacBind(),
        new RbacModifyRbac(),
        new RbacAdmissionWebhooks(),
        new RbacAdmissionPolicies(),
        new RbacPolicyEngineWrite(),
        new RbacCsrApproval(),
        new RbacTokenRequest(),
        new RbacCreatePersistentVolumes(),
        new RbacConfigmapWrite(),
        new RbacAwsAuthConfigmap(),
        new RbacNetworkingWrite(),
        new RbacServicesStatus(),
        new RbacDelete(),
        new RbacDeleteEvents(),
        new RbacDeletePodLogs(),
        new RbacProxy(),
        new RbacApiservicesWrite(),
        new RbacCrdWrite(),
        new RbacNamespaceWrite(),
        new RbacNodeWrite(),
        new RbacNonresourceWildcard(),
        new RbacSubresourceWildcard(),
        new RbacSubresourcePatternInert(),
        new RbacAggregatedRoleWrite(),
        new DefaultServiceAccountBound(),
        new RbacAnonymousBinding(),
        new RbacAuthenticatedBinding(),
        new RbacServiceAccountsGroupBinding(),
        new RbacSystemMasters(),
        new RbacDashboardSubject(),
        new RbacRoleMissing(),
        new WorkloadWithTakeoverRole(),
        new ClusterAdminBinding(),
        new RbacWildcardVerbAndResource(),
        new RbacWildcardVerb(),
        new RbacWildcardResource(),
        new RbacSecretsReadNamespaced(),
        new RbacReadServiceAccountToken(),
        new RbacEndpointsEditDefault(),
    ];

    private static Rule[] Admission() =>
    [
        new ApiserviceInsecureSkipTlsVerify(),
        new AdmissionPolicyWithoutBinding(),
        new AdmissionPolicyFailsOpen(),
        new AdmissionBindingNotDenying(),
        new AdmissionWebhookFailsOpen(),
        new NamespacePsaLabelsMissing(),
        new NamespacePsaPrivileged(),
        new PspPermissive(),
        new SccAllowPrivileged(),
        new AdmissionWebhooksInventory(),
    ];

    private static Rule[] ControlPlane() =>
    [
        new ApiserverFlagAnonymousAuth(),
        new ApiserverFlagTokenAuthFile(),
        new ApiserverFlagBasicAuthFile(),
        new ApiserverFlagKubeletHttps(),
        new ApiserverFlagKubeletClientCertificate(),
        new ApiserverFlagKubeletCertificateAuthority(),
        new ApiserverFlagAuthorizationModeAlwaysallow(),
        new ApiserverFlagAuthorizationModeNode(),
        new ApiserverFlagAuthorizationModeRbac(),
        new ApiserverPluginEventratelimit(),
        new ApiserverPluginAlwaysadmit(),
        new ApiserverPluginAlwayspullimages(),
        new ApiserverPluginServiceaccount(),
        new ApiserverPluginNamespacelifecycle(),
        new ApiserverPluginNoderestriction(),
        new ApiserverFlagInsecureBindAddress(),
        new ApiserverFlagInsecurePort(),
        new ApiserverFlagSecurePort(),
        new ApiserverFlagProfiling(),
        new ApiserverFlagAuditLogPath(),
        new ApiserverFlagAuditLogMaxage(),
        new ApiserverFlagAuditLogMaxbackup(),
        new ApiserverFlagAuditLogMaxsize(),
        new ApiserverFlagRequestTimeout(),
        new ApiserverFlagServiceAccountLookup(),
        new ApiserverFlagServiceAccountKeyFile(),
        new ApiserverFlagEtcdCertfile(),
        new ApiserverFlagTlsCertFile(),
        new ApiserverFlagClientCaFile(),
        new ApiserverFlagEtcdCafile(),
        new ApiserverFlagEncryptionProviderConfig(),
        new ApiserverStrongCiphers(),
        new ApiserverPluginDenyserviceexternalips(),
        new ApiserverFlagServiceAccountExtendTokenExpiration(),
        new EncryptionConfigurationIdentity(),
        new AuditPolicyBlind(),
        new ControllerManagerFlagTerminatedPodGcThreshold(),
        new ControllerManagerFlagProfiling(),
        new ControllerManagerFlagUseServiceAccountCredentials(),
        new ControllerManagerFlagServiceAccountPrivateKeyFile(),
        new ControllerManagerFlagRootCaFile(),
        new ControllerManagerFlagBindAddress(),
        new SchedulerFlagProfiling(),
        new SchedulerFlagBindAddress(),
        new EtcdFlagCertFile(),
        new EtcdFlagClientCertAuth(),
        new EtcdFlagAutoTls(),
        new EtcdFlagPeerCertFile(),
        new EtcdFlagPeerClientCertAuth(),
        new EtcdFlagPeerAutoTls(),
        new KubeletFlagAnonymousAuth(),
        new KubeletFlagAuthorizationModeAlwaysallow(),
        new KubeletFlagClientCaFile(),
        new KubeletFlagReadOnlyPort(),
        new KubeletFlagProtectKernelDefaults(),
        new KubeletFlagMakeIptablesUtilChains(),
        new KubeletFlagStreamingConnectionIdleTimeout(),
        new KubeletFlagEventQps(),
        new KubeletFlagTlsCertFile(),
        new KubeletFlagRotateCertificates(),
        new KubeletRotateKubeletServerCertificate(),
        new KubeletStrongCiphers(),
        new KubeletPodPidsLimit(),
        new KubeletFlagHostnameOverride(),
        new KubeProxyMetricsExposed(),
    ];

    private static Rule[] Images() =>
    [
        new ImageTagLatest(),
        new ImageNotPinnedByDigest(),
        new ImageRegistryNotAllowed(),
        new ImagePullPolicyNotAlways(),
        new ImageRegistryDeprecated(),
        new ImagePolicyAllowlistPrefixOpen(),
        new ImageReferenceInvalid(),
        new GitSyncInjection(),
        new IngressNginxEol(),
        new TillerDeployed(),
        new CveArgocd202224348(),
        new CveGrafana202239328(),
        new CveKyverno202247633(),
        new CveAggregatedApi20223172(),
        new KubernetesVersionOutdated(),
        new CveKernel20220185(),
        new CveContainerd202223648(),
        new ImageVolumeUnpinned(),
    ];

    private static Rule[] Network() =>
    [
        new NetworkPolicyMissing(),
        new NetworkPolicyAllowAll(),
        new ServiceNodePort(),
        new ServiceLoadBalancer(),
        new ServiceExternalIps(),
    ];

    private static Rule[] Identity() =>
    [
        new AutomountServiceAccountToken(),
        new DefaultServiceAccount(),
        new SecretSaTokenType(),
        new ProjectedTokenNoAudience(),
        new ProjectedTokenLongExpiry(),
        new TokenAutomountOnBothSaAndPod(),
        new CloudIdentityAnnotationOnDefaultSa(),
        new SharedCloudRoleAcrossWorkloads(),
        new ClustertrustbundleOptionalTrue(),
        new PodCertificateProjectionPermissive(),
    ];

    private static Rule[] Secrets() =>
    [
        new SecretAsEnvVar(),
        new SecretLiteralInEnv(),
        new SecretInConfigMap(),
        new SecretLiteralInArgs(),
        new SecretMountedInWorkload(),
        new ConfigmapMountedInWorkload(),
        new PvUnencrypted(),
        new ExternalSecretStoreMissing(),
        new SecretInManifest(),
        new EnvFileSource(),
    ];

    private static Rule[] Resources() =>
    [
        new CpuRequestMissing(),
        new CpuLimitMissing(),
        new MemoryRequestMissing(),
        new MemoryLimitMissing(),
    ];

    private static Rule[] Reliability() =>
    [
        new LivenessProbeMissing(),
        new ReadinessProbeMissing(),
    ];

    private static Rule[] Hygiene() =>
    [
        new DefaultNamespace(),
    ];
}
