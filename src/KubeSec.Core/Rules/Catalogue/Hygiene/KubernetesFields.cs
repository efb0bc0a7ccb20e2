namespace KubeSec.Rules.Catalogue.Hygiene;

/// <summary>
/// The fields of the objects that applications are made of (Kubernetes API 1.37). One type a line:
/// <c>name?</c> is a boolean, <c>name#</c> a whole number, <c>name:Type</c> an object, <c>name:[Type]</c> a list of objects;
/// a name alone is not looked into. An indented line goes on with the type above it.
/// </summary>
internal static class KubernetesFields
{
    public const string Kinds = """
        v1/Pod = metadata:ObjectMeta spec:PodSpec
        v1/PodTemplate = metadata:ObjectMeta template:PodTemplate
        v1/ReplicationController = metadata:ObjectMeta spec:ReplicationControllerSpec
        v1/Service = metadata:ObjectMeta spec:ServiceSpec
        v1/ConfigMap = metadata:ObjectMeta binaryData data immutable?
        v1/Secret = metadata:ObjectMeta data immutable? stringData type
        v1/ServiceAccount = metadata:ObjectMeta automountServiceAccountToken? imagePullSecrets secrets
        v1/Namespace = metadata:ObjectMeta spec
        v1/PersistentVolumeClaim = metadata:ObjectMeta spec:PersistentVolumeClaimSpec
        apps/v1/Deployment = metadata:ObjectMeta spec:DeploymentSpec
        apps/v1/ReplicaSet = metadata:ObjectMeta spec:ReplicaSetSpec
        apps/v1/StatefulSet = metadata:ObjectMeta spec:StatefulSetSpec
        apps/v1/DaemonSet = metadata:ObjectMeta spec:DaemonSetSpec
        batch/v1/Job = metadata:ObjectMeta spec:JobSpec
        batch/v1/CronJob = metadata:ObjectMeta spec:CronJobSpec
        policy/v1/PodDisruptionBudget = metadata:ObjectMeta spec:PodDisruptionBudgetSpec
        autoscaling/v2/HorizontalPodAutoscaler = metadata:ObjectMeta spec:HorizontalPodAutoscalerSpec
        networking.k8s.io/v1/Ingress = metadata:ObjectMeta spec:IngressSpec
        networking.k8s.io/v1/NetworkPolicy = metadata:ObjectMeta spec:NetworkPolicySpec
        rbac.authorization.k8s.io/v1/Role = metadata:ObjectMeta rules:[PolicyRule]
        rbac.authorization.k8s.io/v1/ClusterRole = metadata:ObjectMeta aggregationRule rules:[PolicyRule]
        rbac.authorization.k8s.io/v1/RoleBinding = metadata:ObjectMeta roleRef:RoleRef subjects:[Subject]
        rbac.authorization.k8s.io/v1/ClusterRoleBinding = metadata:ObjectMeta roleRef:RoleRef subjects:[Subject]
        """;

    public const string Types = """
        ObjectMeta = annotations creationTimestamp deletionGracePeriodSeconds deletionTimestamp finalizers generateName
          generation labels managedFields name namespace ownerReferences resourceVersion selfLink uid
        LabelSelector = matchExpressions:[LabelExpression] matchLabels
        LabelExpression = key operator values
        PodTemplate = metadata:ObjectMeta spec:PodSpec
        PodSpec = activeDeadlineSeconds# affinity:Affinity automountServiceAccountToken? containers dnsConfig dnsPolicy
          enableServiceLinks? ephemeralContainers hostAliases hostIPC? hostNetwork? hostPID? hostUsers? hostname
          hostnameOverride imagePullSecrets initContainers nodeName nodeSelector os overhead preemptionPolicy priority#
          priorityClassName readinessGates resourceClaims resources:Resources restartPolicy runtimeClassName schedulerName
          schedulingGates schedulingGroup securityContext:PodSecurityContext serviceAccount serviceAccountName
          setHostnameAsFQDN? shareProcessNamespace? subdomain terminationGracePeriodSeconds# tolerations:[Toleration]
          topologySpreadConstraints:[TopologySpread] volumes:[Volume] workloadRef
        PodSecurityContext = appArmorProfile:Profile fsGroup# fsGroupChangePolicy runAsGroup# runAsNonRoot? runAsUser#
          seLinuxChangePolicy seLinuxOptions:SeLinuxOptions seccompProfile:Profile supplementalGroups supplementalGroupsPolicy
          sysctls:[Sysctl] windowsOptions:WindowsOptions
        Container = args command env:[EnvVar] envFrom:[EnvSource] image imagePullPolicy lifecycle:Lifecycle livenessProbe:Probe
          name ports:[ContainerPort] readinessProbe:Probe resizePolicy resources:Resources restartPolicy restartPolicyRules
          securityContext:SecurityContext startupProbe:Probe stdin? stdinOnce? targetContainerName terminationMessagePath
          terminationMessagePolicy tty? volumeDevices:[VolumeDevice] volumeMounts:[VolumeMount] workingDir
        SecurityContext = allowPrivilegeEscalation? appArmorProfile:Profile capabilities:Capabilities privileged? procMount
          readOnlyRootFilesystem? runAsGroup# runAsNonRoot? runAsUser# seLinuxOptions:SeLinuxOptions seccompProfile:Profile
          windowsOptions:WindowsOptions
        Capabilities = add drop
        Profile = localhostProfile type
        SeLinuxOptions = level role type user
        WindowsOptions = gmsaCredentialSpec gmsaCredentialSpecName hostProcess? runAsUserName
        Sysctl = name value
        EnvVar = name value valueFrom:EnvValueFrom
        EnvValueFrom = configMapKeyRef:KeyReference fieldRef fileKeyRef resourceFieldRef secretKeyRef:KeyReference
        KeyReference = key name optional?
        EnvSource = configMapRef:Reference prefix secretRef:Reference
        Reference = name optional?
        ContainerPort = containerPort# hostIP hostPort# name protocol
        Probe = exec failureThreshold# grpc httpGet:HttpGet initialDelaySeconds# periodSeconds# successThreshold#
          tcpSocket:TcpSocket terminationGracePeriodSeconds# timeoutSeconds#
        Lifecycle = postStart:Handler preStop:Handler stopSignal
        Handler = exec httpGet:HttpGet sleep tcpSocket:TcpSocket
        HttpGet = host httpHeaders path port scheme
        TcpSocket = host port
        Resources = claims limits requests
        VolumeMount = mountPath mountPropagation name readOnly? recursiveReadOnly subPath subPathExpr
        VolumeDevice = devicePath name
        Volume = awsElasticBlockStore azureDisk azureFile cephfs cinder configMap:ConfigMapVolume csi downwardAPI
          emptyDir:EmptyDir ephemeral fc flexVolume flocker gcePersistentDisk gitRepo glusterfs hostPath:HostPath image iscsi
          name nfs persistentVolumeClaim:ClaimVolume photonPersistentDisk portworxVolume projected:Projected quobyte rbd scaleIO
          secret:SecretVolume storageos vsphereVolume
        ConfigMapVolume = defaultMode items name optional?
        SecretVolume = defaultMode items optional? secretName
        EmptyDir = medium sizeLimit
        HostPath = path type
        ClaimVolume = claimName readOnly?
        Projected = defaultMode sources
        Toleration = effect key operator tolerationSeconds# value
        TopologySpread = labelSelector:LabelSelector matchLabelKeys maxSkew# minDomains# nodeAffinityPolicy nodeTaintsPolicy
          topologyKey whenUnsatisfiable
        Affinity = nodeAffinity podAffinity podAntiAffinity
        DeploymentSpec = minReadySeconds# paused? progressDeadlineSeconds# replicas# revisionHistoryLimit#
          selector:LabelSelector strategy:UpdateStrategy template:PodTemplate
        ReplicaSetSpec = minReadySeconds# replicas# selector:LabelSelector template:PodTemplate
        ReplicationControllerSpec = minReadySeconds# replicas# selector template:PodTemplate
        StatefulSetSpec = minReadySeconds# ordinals persistentVolumeClaimRetentionPolicy podManagementPolicy replicas#
          revisionHistoryLimit# selector:LabelSelector serviceName template:PodTemplate updateStrategy:UpdateStrategy
          volumeClaimTemplates
        DaemonSetSpec = minReadySeconds# revisionHistoryLimit# selector:LabelSelector template:PodTemplate updateStrategy:UpdateStrategy
        UpdateStrategy = rollingUpdate type
        JobSpec = activeDeadlineSeconds# backoffLimit# backoffLimitPerIndex# completionMode completions# managedBy
          manualSelector? maxFailedIndexes# parallelism# podFailurePolicy podReplacementPolicy selector:LabelSelector
          successPolicy suspend? template:PodTemplate ttlSecondsAfterFinished#
        CronJobSpec = concurrencyPolicy failedJobsHistoryLimit# jobTemplate:JobTemplate schedule startingDeadlineSeconds#
          successfulJobsHistoryLimit# suspend? timeZone
        JobTemplate = metadata:ObjectMeta spec:JobSpec
        PodDisruptionBudgetSpec = maxUnavailable minAvailable selector:LabelSelector unhealthyPodEvictionPolicy
        HorizontalPodAutoscalerSpec = behavior maxReplicas# metrics minReplicas# scaleTargetRef:ScaleTarget
        ScaleTarget = apiVersion kind name
        PersistentVolumeClaimSpec = accessModes dataSource dataSourceRef resources:Resources selector:LabelSelector
          storageClassName volumeAttributesClassName volumeMode volumeName
        ServiceSpec = allocateLoadBalancerNodePorts? clusterIP clusterIPs externalIPs externalName externalTrafficPolicy
          healthCheckNodePort# internalTrafficPolicy ipFamilies ipFamilyPolicy loadBalancerClass loadBalancerIP
          loadBalancerSourceRanges ports:[ServicePort] publishNotReadyAddresses? selector sessionAffinity sessionAffinityConfig
          trafficDistribution type
        ServicePort = appProtocol name nodePort# port# protocol targetPort
        IngressSpec = defaultBackend:IngressBackend ingressClassName rules:[IngressRule] tls:[IngressTls]
        IngressRule = host http:IngressHttp
        IngressHttp = paths:[IngressPath]
        IngressPath = backend:IngressBackend path pathType
        IngressBackend = resource service:IngressService
        IngressService = name port:IngressPort
        IngressPort = name number#
        IngressTls = hosts secretName
        NetworkPolicySpec = egress:[NetworkEgress] ingress:[NetworkIngress] podSelector:LabelSelector policyTypes
        NetworkEgress = ports:[NetworkPort] to:[NetworkPeer]
        NetworkIngress = from:[NetworkPeer] ports:[NetworkPort]
        NetworkPort = endPort# port protocol
        NetworkPeer = ipBlock:IpBlock namespaceSelector:LabelSelector podSelector:LabelSelector
        IpBlock = cidr except
        PolicyRule = apiGroups nonResourceURLs resourceNames resources verbs
        RoleRef = apiGroup kind name
        Subject = apiGroup kind name namespace
        """;
}
